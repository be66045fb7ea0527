/** Shapes that settings share, each read from the text of an environment variable. */
import { z } from 'zod';

export const text = z.string().min(1).max(4_096);
export const yesOrNo = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => value === 'true' || value === '1' || value === 'yes');
export const whole = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(from).max(to));
export const port = whole(0, 65_535);
export const milliseconds = whole(1, 7 * 24 * 3_600_000);
export const url = (protocols: RegExp) =>
  z.string().regex(protocols, 'has a scheme that does not fit').max(4_096);
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullable();
