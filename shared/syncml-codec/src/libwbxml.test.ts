/**
 * libwbxml (Debian's libwbxml2-utils) as an oracle: it must read what we write, and we what it writes. It reads neither
 * ISO-8859-1 nor a digest in raw octets, so these two are left to the vectors.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { comparable, written } from './testing/compare.ts';
import { messages } from './testing/vectors.ts';

const installed = ['xml2wbxml', 'wbxml2xml'].every((tool) => spawnSync(tool, ['-h']).error === undefined);
if (!installed)
  process.stderr.write(
    'libwbxml.test.ts skipped: xml2wbxml and wbxml2xml (libwbxml2-utils) are not installed\n',
  );

const folder = mkdtempSync(join(tmpdir(), 'syncml-codec-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(installed)('libwbxml', () => {
  const subjects = messages.filter(({ name }) => !/^h08|^h11/.test(name));

  it.each(subjects)('reads what we write of $name (DS-162)', ({ wbxml }) => {
    const { message, dialect } = decodeMessage(wbxml);
    for (const publicId of ['numeric', 'textual'] as const) {
      const xml = convert('wbxml2xml', ['-m', '0'], encodeMessage(message, { ...dialect, publicId }));
      expect(comparable(decodeMessage(xml).message)).toEqual(written(message));
    }
  });

  it.each(subjects)('writes $name so that we read it', ({ wbxml }) => {
    const { message, dialect } = decodeMessage(wbxml);
    const doctype = `<!DOCTYPE SyncML PUBLIC "-//SYNCML//DTD SyncML ${dialect.version}//EN" "x">`;
    const xml = new TextDecoder()
      .decode(encodeMessage(message, { ...dialect, encoding: 'xml', cdata: true }))
      .replace('?>', `?>${doctype}`);
    for (const options of [
      ['-v', '1.1'],
      ['-n', '-v', '1.3'],
    ]) {
      const again = decodeMessage(convert('xml2wbxml', options, new TextEncoder().encode(xml)));
      expect(comparable(again.message)).toEqual(written(message));
    }
  });
});

function convert(tool: string, options: readonly string[], input: Uint8Array): Uint8Array {
  const [from, to] = [join(folder, 'in'), join(folder, 'out')];
  writeFileSync(from, input);
  execFileSync(tool, [...options, '-o', to, from], { stdio: 'ignore', timeout: 10_000 });
  return new Uint8Array(readFileSync(to));
}
