/**
 * Where the API of a gateway on this machine is, and the token for it: a file in DATA_DIR that only its owner may
 * read. The command line finds both there, so that an operator on the machine needs no settings.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const apiAddress = z.object({ url: z.url(), token: z.string().min(16) });
export type ApiAddress = z.infer<typeof apiAddress>;

export function apiAddressFile(dataDir: string): string {
  return join(dataDir, 'api.json');
}

/** Replaces the file in one step: a reader sees the old or the new one, never half of it. */
export async function writeApiAddress(dataDir: string, address: ApiAddress): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = apiAddressFile(dataDir);
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  await rename(fresh, file);
}

/** Null when no gateway has written one here. */
export async function readApiAddress(dataDir: string): Promise<ApiAddress | null> {
  try {
    return apiAddress.parse(JSON.parse(await readFile(apiAddressFile(dataDir), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
