/** A transcript on disk: numbered requests and replies, and what the cloud held in the end. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PhoneModel } from '@anchorage/kit';
import type { SituationName } from './situation.ts';

export interface Recorded {
  /** Name of the request's file. */
  readonly name: string;
  /** As the phone sent it, but for the gateway's address. */
  readonly request: Uint8Array;
  readonly xml: Uint8Array;
  readonly reply: string;
}

export interface TranscriptFolder {
  begin(): void;
  write(ordinal: number, request: { readonly octets: Uint8Array; readonly xml: string }, reply: string): void;
  read(): readonly Recorded[];
  writeCloud(lines: string): void;
  readCloud(): string;
}

export function transcriptFolder({ name, encoding }: PhoneModel, situation: SituationName): TranscriptFolder {
  const folder = join(root, name, situation);
  return {
    begin() {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'origin.txt'), 'origin: synthetic\n');
    },
    write(ordinal, request, reply) {
      const at = join(folder, String(ordinal).padStart(2, '0'));
      writeFileSync(`${at}-request.xml`, request.xml);
      if (encoding === 'wbxml') writeFileSync(`${at}-request.wbxml`, request.octets);
      writeFileSync(`${at}-reply.xml`, reply);
    },
    read: () =>
      readdirSync(folder)
        .filter((file) => file.endsWith(`-request.${encoding}`))
        .toSorted()
        .map((file) => ({
          name: file,
          request: readFileSync(join(folder, file)),
          xml: readFileSync(join(folder, file.replace(/\.\w+$/, '.xml'))),
          reply: readFileSync(join(folder, file.replace(/request\.\w+$/, 'reply.xml')), 'utf8'),
        })),
    writeCloud: (lines) => writeFileSync(join(folder, 'cloud.txt'), lines),
    readCloud: () => readFileSync(join(folder, 'cloud.txt'), 'utf8'),
  };
}

/** Model and situation of every folder there is, sorted. */
export function transcriptNames(): readonly string[] {
  const foldersIn = (path: string): readonly string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return foldersIn(root)
    .flatMap((model) => foldersIn(join(root, model)).map((situation) => `${model}/${situation}`))
    .toSorted();
}

const root = join(import.meta.dirname, '../../../transcripts');
