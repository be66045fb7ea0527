/**
 * `npm run demo`: a whole sync to watch. A real CalDAV/CardDAV server (Debian's Radicale), the gateway as `npm start`
 * runs it, and a simulated phone of 2006 with 50 contacts and 30 events. Edits on both sides, a second sync, and a
 * look at both ends. Exits with 0 when everything arrived where it should.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createOperator,
  createPhone,
  defaultUsers,
  installMissing,
  startRadicale,
  startService,
} from '@anchorage/kit';
import { differences } from './differences.ts';
import { editCloud, editPhone, fillPhone } from './edits.ts';
import { say, sayReport } from './say.ts';

installMissing(['radicale', 'python3-bcrypt']);
const folder = await mkdtemp(join(tmpdir(), 'anchorage-demo-'));
const alice = defaultUsers[0] ?? { name: 'alice', password: 'alice-pw' };
const cleanUp: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];

try {
  const cloud = await startRadicale({ users: [alice] });
  cleanUp.push(() => cloud.close());
  say(`Radicale, a CalDAV/CardDAV server, runs at ${cloud.url}`);

  const environment = { DATA_DIR: folder, DAV_ALLOW_PRIVATE: 'true', LOG_LEVEL: 'warn', METRICS_PORT: '0' };
  const gateway = await startService({ name: 'gateway', environment });
  cleanUp.push(() => gateway.stop());
  say(`The gateway runs at ${gateway.url}, its state in ${folder}`);

  const operator = createOperator({ DATA_DIR: folder });
  await operator.addAccount('alice');
  await operator.addLink('alice', { url: cloud.url, username: alice.name, password: alice.password });
  const login = await operator.addDevice('alice', 'demo phone');
  say(`Account alice, linked to Radicale; her phone logs in as ${login.username} at ${login.url}`);

  const phone = createPhone({
    url: login.url,
    username: login.username,
    password: login.password,
    deviceUri: 'IMEI:000000000000001',
    version: '1.2',
    encoding: 'wbxml',
    maxMsgSize: 10_000,
    datastores: { card: { type: 'text/x-vcard' }, cal: { type: 'text/x-vcalendar' } },
  });
  const filled = fillPhone(phone);
  say(`\nThe phone holds ${filled.contacts} contacts and ${filled.events} events. First sync ...`);
  sayReport(await phone.sync());
  await operator.sync('alice');
  say(`In the cloud now: ${await countOf('contacts')} contacts, ${await countOf('calendar')} events`);

  const onPhone = editPhone(phone);
  const inCloud = await editCloud(cloud, alice);
  say(`\nEdits: ${onPhone.length} on the phone, ${inCloud.length} in the cloud. Second sync ...`);
  await operator.sync('alice');
  sayReport(await phone.sync());
  await operator.sync('alice');
  say(`In the cloud now: ${await countOf('contacts')} contacts, ${await countOf('calendar')} events`);
  say(`On the phone now: ${phone.items('card').size} contacts, ${phone.items('cal').size} events`);

  const wrong = await differences(phone, cloud, alice, [...onPhone, ...inCloud]);
  for (const sentence of wrong) say(`NOT AS IT SHOULD BE: ${sentence}`);
  say(wrong.length === 0 ? '\nEvery edit is on both sides, once. Done.' : '\nThe demo failed.');
  process.exitCode = wrong.length === 0 ? 0 : 1;

  async function countOf(name: 'contacts' | 'calendar'): Promise<number> {
    return (await cloud.listAll(alice, name)).length;
  }
} finally {
  for (const step of cleanUp.toReversed()) await step();
}
