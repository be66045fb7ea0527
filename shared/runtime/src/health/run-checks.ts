import { errorFields } from '../logger.ts';

/** Resolves when its part can be used. */
export type Check = () => Promise<void>;

/** Per check `ok`, `timeout`, or the error's class and code. All run at once, none longer than `timeoutMs`. */
export async function runChecks(
  checks: Readonly<Record<string, Check>>,
  timeoutMs = 2_000,
): Promise<Readonly<Record<string, string>>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await outcome(check, timeoutMs)] as const),
  );
  return Object.fromEntries(results);
}

async function outcome(check: Check, timeoutMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeoutMs);
  });
  try {
    return await Promise.race([check().then(() => 'ok'), late]);
  } catch (error) {
    return errorFields(error).error;
  } finally {
    clearTimeout(timer);
  }
}
