/**
 * Fifty phones of fifty people at once, each with news both ways, against the same phones one after the other: nobody
 * waits for anybody else, and nobody is turned away.
 */
import { contactText, createPhone, startFaultDav } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import { startBenchGateway } from './bench-gateway.ts';
import type { BenchOptions, Figures } from './bench.ts';
import { seconds, until } from './time.ts';

const people = 50;

/** `items`: contacts on each side of each person, in the rounds together. */
export async function concurrentSessions({ items, progress }: BenchOptions): Promise<Figures> {
  const gateway = await startBenchGateway();
  const clouds = await Promise.all(Array.from({ length: people }, () => startFaultDav()));
  try {
    const phones: Phone[] = [];
    progress(`${people} people ...`);
    for (const [index, cloud] of clouds.entries()) {
      const login = await gateway.newPerson(`person${index}`, cloud.url);
      phones.push(
        createPhone({
          ...login,
          deviceUri: `IMEI:000000000001${String(index).padStart(3, '0')}`,
          encoding: 'wbxml',
          maxMsgSize: 10_000,
          datastores: { card: { type: 'text/x-vcard' } },
        }),
      );
    }
    const half = Math.ceil(items / 2);
    const news = (from: number): void => {
      for (const [index, phone] of phones.entries()) {
        for (let seed = from; seed < from + half; seed += 1) {
          phone.add('card', contactText(index * 1_000 + seed, 'text/x-vcard'));
          clouds[index]
            ?.collection('contacts')
            .put(`c${seed}.vcf`, contactText(500_000 + index * 1_000 + seed, 'text/vcard'));
        }
      }
    };
    progress('the first sync of each ...');
    for (const phone of phones) await timed(phone);
    news(1);
    progress('all at once ...');
    const together = performance.now();
    const slowest = Math.max(...(await Promise.all(phones.map((phone) => timed(phone)))));
    const togetherSeconds = seconds(together);
    news(1 + half);
    progress('one after the other ...');
    const apart = performance.now();
    for (const phone of phones) await timed(phone);
    const apartSeconds = seconds(apart);
    await until(async () => {
      const pending = await Promise.all(
        phones.map((_, index) => gateway.operator.pendingWrites(`person${index}`)),
      );
      return pending.every((count) => count === 0);
    });
    const complete = phones.filter((phone, index) => {
      const there = clouds[index]?.members('contacts').length;
      return phone.items('card').size === 4 * half && there === 4 * half;
    }).length;
    return {
      people,
      complete,
      togetherSeconds,
      slowestSessionSeconds: slowest,
      apartSeconds,
      togetherOverApart: Math.round((togetherSeconds / apartSeconds) * 100) / 100,
    };
  } finally {
    await gateway.close();
    await Promise.all(clouds.map((cloud) => cloud.close()));
  }
}

async function timed(phone: Phone): Promise<number> {
  const start = performance.now();
  const report = await phone.sync();
  if (report.outcome !== 'finished') throw new Error(`a session ended as ${report.outcome}`);
  return seconds(start);
}
