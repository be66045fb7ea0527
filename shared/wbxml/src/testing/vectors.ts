/** Tests only: the vectors and their manifest, read from the package's `vectors` folder. */
import { readFileSync } from 'node:fs';

export interface Vector {
  readonly name: string;
  readonly kind: 'roundtrip' | 'decode-only' | 'malformed';
  readonly wbxml: Uint8Array;
  /** Expected document; absent for malformed input. */
  readonly xml?: string;
}

export const vectors: readonly Vector[] = readManifest();

export function readVectorFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../vectors/${name}`, import.meta.url)));
}

interface ManifestEntry {
  readonly name: string;
  readonly kind: Vector['kind'];
  readonly xml?: string;
  readonly wbxml: string;
}

function readManifest(): Vector[] {
  const manifest = JSON.parse(text('manifest.json')) as { vectors: ManifestEntry[] };
  return manifest.vectors.map((entry) => ({
    name: entry.name,
    kind: entry.kind,
    wbxml: readVectorFile(entry.wbxml),
    ...(entry.xml === undefined ? {} : { xml: text(entry.xml) }),
  }));
}

function text(name: string): string {
  return new TextDecoder().decode(readVectorFile(name));
}
