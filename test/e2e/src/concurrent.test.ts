/** Fifty phones of fifty people at the same moment, on both rungs: each gets its own, and nobody else's. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contactText, createApiOperator, operatorToken, startFaultDav, startService } from '@anchorage/kit';
import type { ApiOperator, Phone } from '@anchorage/kit';
import { expect, it } from 'vitest';
import { simulatedPhone } from './simulated-phone.ts';
import { startSplitWorld } from './split-world.ts';

const people = 50;
const each = 4;

it('complete in one process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anchorage-e2e-'));
  const gateway = await startService({
    name: 'gateway',
    environment: { DATA_DIR: folder, DAV_ALLOW_PRIVATE: 'true', METRICS_PORT: '0' },
  });
  try {
    const token = await operatorToken(folder);
    await expectAllServed(createApiOperator({ url: gateway.url, token }), [gateway.url]);
  } finally {
    await gateway.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

it('complete on two fronts and a connector', async () => {
  const world = await startSplitWorld();
  try {
    await expectAllServed(world.api, [world.service('front').url, world.service('front2').url]);
  } finally {
    await world.close();
  }
});

async function expectAllServed(operator: ApiOperator, fronts: readonly string[]): Promise<void> {
  const clouds = await Promise.all(Array.from({ length: people }, () => startFaultDav()));
  try {
    const phones: Phone[] = [];
    for (const [index, cloud] of clouds.entries()) {
      const name = `crowd${index}`;
      await operator.addAccount(name);
      await operator.addLink(name, { url: cloud.url, username: name, password: `password of ${name}` });
      const login = await operator.addDevice(name);
      const phone = simulatedPhone(login, {
        deviceUri: `IMEI:000000000050${String(index).padStart(3, '0')}`,
        route: (url, ordinal) =>
          url.replace(/^https?:\/\/[^/]+/, fronts[(index + ordinal) % fronts.length] ?? ''),
      });
      for (const seed of seedsOf(index, 'phone')) phone.add('card', contactText(seed, 'text/vcard'));
      for (const seed of seedsOf(index, 'cloud'))
        cloud.collection('contacts').put(`${seed}.vcf`, contactText(seed, 'text/vcard'));
      phones.push(phone);
    }
    const reports = await Promise.all(phones.map((phone) => phone.sync()));
    expect(reports.map(({ outcome }) => outcome)).toEqual(phones.map(() => 'finished'));
    await expect
      .poll(() => clouds.map((cloud) => cloud.members('contacts').length), { timeout: 60_000 })
      .toEqual(clouds.map(() => 2 * each));
    for (const [index, phone] of phones.entries()) {
      const own = [...seedsOf(index, 'phone'), ...seedsOf(index, 'cloud')].map(nameOf).toSorted();
      expect([...phone.items('card').values()].map(nameIn).toSorted()).toEqual(own);
      expect((clouds[index]?.members('contacts') ?? []).map(({ body }) => nameIn(body)).toSorted()).toEqual(
        own,
      );
    }
  } finally {
    await Promise.all(clouds.map((cloud) => cloud.close()));
  }
}

/** Nobody shares a contact with anybody. */
function seedsOf(index: number, side: 'phone' | 'cloud'): readonly number[] {
  const first = 1 + index * 100 + (side === 'cloud' ? 50 : 0);
  return Array.from({ length: each }, (_, at) => first + at);
}

function nameOf(seed: number): string {
  return nameIn(contactText(seed, 'text/vcard'));
}

function nameIn(card: string): string {
  return /^N(?:;[^:]*)?:(.*?)\r?$/m.exec(card)?.[1] ?? '';
}
