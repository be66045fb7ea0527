/** What the cloud holds, in the few lines that say who and when; long ones cut. */
import type { PhoneWorld } from './phone-world.ts';

export async function cloudLines(world: PhoneWorld): Promise<string> {
  const bodies = [...(await world.delivered('contacts')), ...(await world.delivered('calendar'))];
  const texts = bodies.map((body) =>
    body
      .replaceAll(/\r\n[ \t]/g, '')
      .split('\r\n')
      .filter((line) => telling.test(line))
      .map((line) => (line.length > longest ? `${line.slice(0, longest)}... (${line.length})` : line))
      .join('\n'),
  );
  return `${texts.toSorted().join('\n\n')}\n`;
}

const telling = /^(?:N|TEL|NOTE|SUMMARY|DTSTART)[;:]/;
const longest = 60;
