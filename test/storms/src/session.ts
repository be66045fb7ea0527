/** One session of the phone, in whatever weather. */
import { PhoneError } from '@anchorage/kit';
import type { SyncReport, SyncRequest } from '@anchorage/kit';
import { datastores } from './entries.ts';
import { watchUnsent } from './unsent.ts';
import type { Scene } from './scene.ts';

/** The phone's owner has been busy, the weather is what it is, and some time goes by afterwards. */
export async function stormySession(scene: Scene): Promise<void> {
  const { model, gateway, people, time, weather, chance } = scene;
  people.busyDay();
  const gone = { vanishAfter: chance.between(1, 4) };
  const stopped = { suspendAfter: chance.between(1, 4) };
  await session(scene, {
    ...wish(scene),
    ...(weather.hits('gone later') ? gone : {}),
    ...(model.version === '1.2' && weather.hits('suspended') ? stopped : {}),
  });
  await time.sleep(chance.pick([1_000, minute, hour, 8 * hour]));
  if (chance.hits(0.3)) await gateway.giveUpIdle();
}

/** In bad weather a phone may lose its connection, or be told that its session is over by an older login of its own. */
export async function session(
  { phone, network, ledger, story }: Scene,
  request: SyncRequest,
): Promise<SyncReport | null> {
  story.tell(() => `a session ${JSON.stringify(request)}`);
  network.sawHeldLogin();
  const noteOverwritten = watchUnsent(phone, ledger);
  try {
    const report = await phone.sync(request);
    noteOverwritten(report);
    story.tell(() => `the session is ${report.outcome}`);
    for (const datastore of datastores)
      if (report.datastores[datastore]?.syncType === slow.code) ledger.slow(datastore);
    return report;
  } catch (error) {
    if (!(error instanceof PhoneError)) throw error;
    noteOverwritten(null);
    const superseded =
      network.sawHeldLogin() && /in the middle of a session|answered 417/.test(error.message);
    if (error.code !== 'transport' && !superseded) throw error;
    story.tell(() => `the session ends: ${error.message}`);
    const states = phone.state().datastores;
    for (const datastore of datastores)
      if (states[datastore]?.interrupted?.syncType === slow.code) ledger.slow(datastore);
    return null;
  }
}

/** Which kind of sync the owner or the phone itself asks for; two-way unless there is something to go on with. */
function wish({ model, phone, chance }: Scene): Pick<SyncRequest, 'type'> {
  const states = Object.entries(phone.state().datastores);
  const open = states
    .filter(([, { interrupted }]) => interrupted !== null)
    .map(([name]) => [name, 225] as const);
  if (model.version === '1.2' && open.length > 0 && chance.hits(0.6))
    return { type: Object.fromEntries(open) };
  if (!chance.hits(0.06)) return {};
  const { code, offered } = chance.pick([slow, slow, fromPhone, fromServer]);
  return model.syncTypes.includes(offered) ? { type: code } : {};
}

/** Alert codes, and what a phone's DevInf calls them. */
const slow = { code: 201, offered: 2 };
const fromPhone = { code: 202, offered: 3 };
const fromServer = { code: 204, offered: 5 };
const minute = 60_000;
const hour = 60 * minute;
