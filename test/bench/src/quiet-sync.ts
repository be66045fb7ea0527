/**
 * A session in which nothing has changed, with few and with many items in the collection, in turns: what it costs must
 * not depend on how much there is. The cloud is one in this process that answers "nothing new" in no time, so that the
 * figures are the gateway's own.
 */
import { contactText, createPhone, startFaultDav } from '@anchorage/kit';
import type { Phone } from '@anchorage/kit';
import type { BenchGateway } from './bench-gateway.ts';
import { startBenchGateway } from './bench-gateway.ts';
import type { BenchOptions, Figures } from './bench.ts';
import { until } from './time.ts';

const few = 50;
const many = 5_000;

/** `items`: how many quiet sessions of each are measured. */
export async function quietSync({ items: sessions, progress }: BenchOptions): Promise<Figures> {
  const gateway = await startBenchGateway();
  const clouds = { few: await startFaultDav(), many: await startFaultDav() };
  try {
    const small = await settledPhone(gateway, 'few', clouds.few, few, progress);
    const large = await settledPhone(gateway, 'many', clouds.many, many, progress);
    progress(`${sessions} quiet sessions of each, in turns ...`);
    const times: { readonly few: number; readonly many: number }[] = [];
    for (let round = 0; round < warmUp + sessions; round += 1) {
      // Whoever comes second finds everything warm: they take turns in that, too.
      const first = round % 2 === 0 ? await quiet(small) : null;
      const manyTime = await quiet(large);
      const fewTime = first ?? (await quiet(small));
      if (round >= warmUp) times.push({ few: fewTime, many: manyTime });
    }
    const [fewMedian, manyMedian] = [median(times.map((t) => t.few)), median(times.map((t) => t.many))];
    return {
      fewItems: few,
      manyItems: many,
      sessions,
      posts,
      fewMilliseconds: hundredths(fewMedian),
      manyMilliseconds: hundredths(manyMedian),
      manyOverFew: hundredths(manyMedian / fewMedian),
      medianOfPairs: hundredths(median(times.map((t) => t.many / t.few))),
    };
  } finally {
    await gateway.close();
    await Promise.all(Object.values(clouds).map((cloud) => cloud.close()));
  }
}

type Cloud = Awaited<ReturnType<typeof startFaultDav>>;

/** A phone that has everything, and has had a sync without news. */
async function settledPhone(
  gateway: BenchGateway,
  name: string,
  cloud: Cloud,
  count: number,
  progress: (text: string) => void,
): Promise<Phone> {
  for (let seed = 1; seed <= count; seed += 1)
    cloud.collection('contacts').put(`${seed}.vcf`, contactText(seed, 'text/vcard'));
  const login = await gateway.newPerson(name, cloud.url);
  const phone = createPhone({
    ...login,
    deviceUri: `IMEI:00000000000${String(count).padStart(4, '0')}`,
    encoding: 'wbxml',
    maxMsgSize: 150_000,
    datastores: { card: { type: 'text/x-vcard' } },
  });
  progress(`first sync of ${count} contacts ...`);
  await phone.sync();
  await until(async () => {
    await phone.sync();
    return phone.items('card').size === count;
  });
  return phone;
}

/** Milliseconds. */
async function quiet(phone: Phone): Promise<number> {
  const start = performance.now();
  const report = await phone.sync();
  const took = performance.now() - start;
  const card = report.datastores['card'];
  const idle = card?.syncType === 200 && card.finished && card.received.add + card.received.replace === 0;
  if (!idle || report.messages !== posts)
    throw new Error(`not a quiet session: ${report.messages} messages, ${JSON.stringify(card)}`);
  return took;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Packages 1, 3 and 5. */
const posts = 3;
const warmUp = 10;
