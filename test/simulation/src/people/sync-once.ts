/** One session of a phone, and what is looked at while it goes on. */
import { PhoneError } from '@anchorage/kit';
import type { SyncReport } from '@anchorage/kit';
import { syncTypes } from '@anchorage/model';
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Command } from '@anchorage/syncml-codec';
import type { Telling } from '../oracle/watch-cloud-emptied.ts';
import { watchDeletes } from '../oracle/watch-deletes.ts';
import { watchPhoneEmptied } from '../oracle/watch-phone-emptied.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { Device } from '../world/device.ts';
import type { Ground } from '../world/ground.ts';
import { watchUnsent } from './unsent.ts';
import { isUnread } from './written-down.ts';

/** One session from its Alert to its end, whatever that is; null when it broke off. */
export async function syncOnce(
  ground: Ground,
  account: SimulatedAccount,
  device: Device,
  type: number,
): Promise<SyncReport | null> {
  const { story, findings, faults } = ground;
  const { ledger } = account;
  const before = textsOf(device);
  await noteUnread(ground, account, device);
  const noteUnsent = watchUnsent(device, ledger);
  const emptying = watchPhoneEmptied(findings, account.word, device);
  const noteHeard = account.emptied.begins(device.name, await tellingsOf(ground, account, device));
  device.busy = true;
  story.tell(device.name, () => `syncs (${type})`);
  try {
    const report = await device.phone().sync({
      type,
      onExchange({ reply }) {
        const { commands } = decodeMessage(reply).message;
        watchDeletes({ ledger, findings, counts: faults.counts }, device, commands);
        emptying.sees(commands);
        if (device.deleted.size === 0 || !beginsSlowSync(commands)) return;
        for (const token of device.deleted.keys()) ledger.untold(token);
      },
    });
    await noteUnread(ground, account, device);
    noteUnsent(report);
    emptying.ends(report.outcome === 'finished');
    noteHeard(report.outcome === 'finished' ? toldIn(report) : []);
    device.brokeOff = report.outcome !== 'finished';
    if (type !== 204) device.deleted.clear();
    // In a sync from the client nothing of it is sent again.
    if (type !== 202 && report.outcome === 'finished') device.unheard.clear();
    story.tell(device.name, () => `sync is over: ${told(report)}`);
    return report;
  } catch (error) {
    if (!(error instanceof PhoneError)) throw error;
    noteUnsent(null);
    emptying.ends(false);
    noteHeard([]);
    device.brokeOff = true;
    if (error.code === 'transport') story.tell(device.name, () => `sync broke off: ${error.message}`);
    else findings.add('rule', `${device.name}: ${error.message}`);
    for (const [text, token] of textsOf(device)) if (!before.has(text)) device.unheard.add(token);
    return null;
  } finally {
    device.busy = false;
  }
}

/** What its user has deleted is told now: has the cloud made something of it meanwhile that the gateway has not read? */
async function noteUnread(ground: Ground, account: SimulatedAccount, device: Device): Promise<void> {
  for (const [token, { datastore }] of device.deleted) {
    const content = device.contents.find((one) => one.datastore === datastore);
    if (content !== undefined && (await isUnread(ground, account, content, token)))
      account.ledger.untold(token);
  }
}

/** What it shows, by text; the user leaves it alone while a session is under way. */
function textsOf(device: Device): ReadonlyMap<string, string> {
  return new Map(
    device.contents.flatMap((content) =>
      device.texts(content).flatMap((text): [string, string][] => {
        const shown = content.read(text);
        return shown === null ? [] : [[text, shown.token]];
      }),
    ),
  );
}

/**
 * What it is about to say that it has deleted. After a session that broke off nobody can say what of it the gateway has
 * heard before, and after an undo what is deleted for another reason.
 */
async function tellingsOf(
  { store }: Ground,
  { id, undone }: SimulatedAccount,
  device: Device,
): Promise<readonly Telling[]> {
  if (device.brokeOff || undone.size > 0) return [];
  const tellings: Telling[] = [];
  for (const { id: datastoreId, name } of await store.datastores.ofDevice(id, device.id)) {
    const deleted = [...device.deleted].flatMap(
      ([token, { datastore, luid, isFirst }]): [string, string][] =>
        datastore === name && isFirst ? [[luid, token]] : [],
    );
    if (deleted.length === 0) continue;
    const mappings = await store.mappings.page(id, datastoreId, null, everyMapping);
    const known = mappings.flatMap(({ luid, withdrawn }) => (luid === null || withdrawn ? [] : [luid]));
    const phone = device.phone();
    const changes = phone.state().datastores[name]?.changes ?? {};
    // What it had and says nothing of is there as far as anybody can know: a phone that deletes what it never heard to have
    // arrived has nothing to tell.
    const left = [...new Set([...phone.items(name).keys(), ...known])].filter(
      (luid) => changes[luid] !== 'delete',
    ).length;
    tellings.push({ datastore: name, known: new Set(known), deleted: new Map(deleted), left });
  }
  return tellings;
}

/** Datastores whose deletions it has told: a slow sync knows of none. */
function toldIn({ datastores }: SyncReport): readonly string[] {
  return Object.entries(datastores).flatMap(([name, { syncType }]) =>
    syncType === syncTypes.twoWay || syncType === syncTypes.oneWayFromClient ? [name] : [],
  );
}

/** Does the server's Alert ask for everything the phone has? */
function beginsSlowSync(commands: readonly Command[]): boolean {
  return commands.some((command) => command.name === 'Alert' && command.code === 201);
}

function told({ outcome, messages, datastores }: SyncReport): string {
  const parts = Object.entries(datastores).map(([name, one]) => {
    const { sent, received, syncType } = one;
    return `${name} ${syncType ?? '-'} sent ${counts(sent)} got ${counts(received)}`;
  });
  return `${outcome} in ${messages} messages; ${parts.join('; ')}`;
}

function counts({ add, replace, delete: gone }: SyncReport['datastores'][string]['sent']): string {
  return `+${add} ~${replace} -${gone}`;
}

const everyMapping = 10_000;
