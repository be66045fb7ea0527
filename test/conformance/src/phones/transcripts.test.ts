/**
 * Golden transcripts in test/transcripts: recorded requests of every model are sent again, and the replies must say
 * what they said. `UPDATE_GOLDEN=1` records them anew; review the difference as code.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModelPhone, httpTransport, phoneModels } from '@anchorage/kit';
import type { Phone, PhoneModel } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { card21, card30, event10, event20 } from './texts.ts';
import { addressed, asXml, keptReply, keptRequest } from './transcript.ts';

const root = join(import.meta.dirname, '../../../transcripts');

interface Situation {
  readonly name: string;
  readonly type: number;
  cloud(world: PhoneWorld): void;
  user(phone: Phone): void;
}

/** One session each, in this order, of one phone. */
const situations: readonly Situation[] = [
  {
    name: 'first-slow',
    type: 200,
    cloud(world) {
      world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0161'));
      world.cloudPut('calendar', 'c.ics', event20('Concert', '20260214'));
    },
    user(phone) {
      phone.add('card', card21('Adler', '+1 555 0150'));
      phone.add('cal', event10('Breakfast', '20260210'));
    },
  },
  {
    name: 'two-way',
    type: 200,
    cloud: (world) => world.cloudPut('contacts', 'k.vcf', card30('Kraus', '+1 555 0162')),
    user: (phone) => phone.replace('card', '1', card21('Adler', '+1 555 0151')),
  },
  { name: 'refresh-from-server', type: 205, cloud: () => undefined, user: () => undefined },
  { name: 'refresh-from-client', type: 203, cloud: () => undefined, user: () => undefined },
];
/** Models whose transcripts go on after the second situation. */
const longer: readonly string[] = ['nokia-e51', 'windows-mobile'];

let world: PhoneWorld;
beforeEach(async () => {
  world = await createPhoneWorld({ basicOverHttp: true });
});
afterEach(() => world.close());

it.each(phoneModels.map((model) => [model.name, model] as const))('%s', async (name, model) => {
  const told = longer.includes(name) ? situations : situations.slice(0, 2);
  if (process.env['UPDATE_GOLDEN'] === '1') await record(model, told);
  for (const situation of told) {
    if (process.env['UPDATE_GOLDEN'] === '1') break;
    situation.cloud(world);
    await play(model, join(root, name, situation.name));
    await settle();
  }
  for (const situation of told) bothEncodingsAgree(model, join(root, name, situation.name));
});

async function record(model: PhoneModel, told: readonly Situation[]): Promise<void> {
  const now = () => Date.UTC(2026, 0, 5, 8);
  const { url, username, password } = world;
  // Basic, because a digest is good for one nonce only.
  const phone = createModelPhone(model, { url, username, password, auth: 'basic', now });
  for (const situation of told) {
    const folder = join(root, model.name, situation.name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'origin.txt'), 'origin: synthetic\n');
    situation.cloud(world);
    situation.user(phone);
    const report = await phone.sync({
      type: situation.type,
      onExchange({ ordinal, request, reply }) {
        const at = join(folder, String(ordinal).padStart(2, '0'));
        const kept = keptRequest(request);
        writeFileSync(`${at}-request.xml`, kept.xml);
        if (model.encoding === 'wbxml') writeFileSync(`${at}-request.wbxml`, kept.octets);
        writeFileSync(`${at}-reply.xml`, keptReply(reply));
      },
    });
    expect(report.outcome).toBe('finished');
    await settle();
  }
}

async function play(model: PhoneModel, folder: string): Promise<void> {
  const requests = readdirSync(folder).filter((file) => file.endsWith(`-request.${model.encoding}`));
  expect(requests.length).toBeGreaterThan(0);
  let url = world.url;
  for (const file of requests.toSorted()) {
    const headers = {
      'content-type': `application/vnd.syncml+${model.encoding}`,
      'user-agent': model.userAgent,
    };
    const reply = await httpTransport(url, headers, addressed(readFileSync(join(folder, file)), url));
    expect(reply.status).toBe(200);
    const recorded = readFileSync(join(folder, file.replace(/request\.\w+$/, 'reply.xml')), 'utf8');
    expect(keptReply(reply.body), file).toBe(recorded);
    url = decodeMessage(reply.body).message.header.respUri ?? url;
  }
}

function bothEncodingsAgree(model: PhoneModel, folder: string): void {
  for (const file of readdirSync(folder).filter((one) => one.endsWith(`-request.${model.encoding}`))) {
    const octets = readFileSync(join(folder, file));
    const xml = readFileSync(join(folder, file.replace(/\.\w+$/, '.xml')));
    expect(asXml(decodeMessage(octets).message, model.version), file).toBe(
      asXml(decodeMessage(xml).message, model.version),
    );
  }
}

/** Until both collections have what was journaled. */
async function settle(): Promise<void> {
  await world.delivered('contacts');
  await world.delivered('calendar');
}
