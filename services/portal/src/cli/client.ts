/** One call to the API of the gateway; answers are checked where they are used. */
import { z } from 'zod';
import { readApiAddress } from '../api-address.ts';
import { CliError } from './cli-error.ts';

export interface ApiClient {
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, answer: z.ZodType<T>, body?: unknown): Promise<T>;
}

const patience = 120_000;
const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export async function apiClient(environment: NodeJS.ProcessEnv = process.env): Promise<ApiClient> {
  const { url, token } = await addressFrom(environment);
  return {
    async call(method, path, answer, body) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        signal: AbortSignal.timeout(patience),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        throw new CliError(`no gateway answers at ${url}. Is it running? (npm start)`, 2, { cause: error });
      });
      const text = await response.text();
      const value: unknown = text === '' ? {} : parse(text, url);
      if (!response.ok) {
        const refused = problem.safeParse(value);
        throw new CliError(
          refused.success ? refused.data.error.message : `the gateway answered ${response.status}`,
        );
      }
      return answer.parse(value);
    },
  };
}

async function addressFrom(environment: NodeJS.ProcessEnv): Promise<{ url: string; token: string }> {
  const { ANCHORAGE_URL: url, ANCHORAGE_TOKEN: token } = environment;
  if (url !== undefined && token !== undefined) return { url, token };
  const dataDir = environment['DATA_DIR'] ?? './data';
  const found = await readApiAddress(dataDir).catch((error: unknown) => {
    throw new CliError(`api.json in ${dataDir} cannot be read`, 2, { cause: error });
  });
  if (found === null) {
    throw new CliError(
      `no gateway has run with ${dataDir}. Start one with npm start, or set ANCHORAGE_URL and ANCHORAGE_TOKEN.`,
      2,
    );
  }
  return { url: url ?? found.url, token: token ?? found.token };
}

function parse(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`what answers at ${url} is not a gateway`, 2, { cause: error });
  }
}
