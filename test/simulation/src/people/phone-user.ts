/** What the owner of a phone does: writes, changes and deletes on it, and syncs now and then. */
import { PhoneError } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import type { Command } from '@anchorage/syncml-codec';
import type { SyncReport } from '@anchorage/kit';
import { watchDeletes } from '../oracle/watch-deletes.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { Device } from '../world/device.ts';
import type { Ground } from '../world/ground.ts';
import type { Content, Shown } from './content.ts';
import { newToken } from './token.ts';
import { watchUnsent } from './unsent.ts';
import { isUnread } from './written-down.ts';

/** One session from its Alert to its end, whatever that is; null when it broke off. */
export async function syncOnce(
  ground: Ground,
  { ledger }: SimulatedAccount,
  device: Device,
  type: number,
): Promise<SyncReport | null> {
  const { story, findings, faults } = ground;
  const before = textsOf(device);
  const noteUnsent = watchUnsent(device, ledger);
  device.busy = true;
  story.tell(device.name, () => `syncs (${type})`);
  try {
    const report = await device.phone().sync({
      type,
      onExchange({ reply }) {
        const { commands } = decodeMessage(reply).message;
        watchDeletes({ ledger, findings, counts: faults.counts }, device, commands);
        if (device.deleted.size === 0 || !beginsSlowSync(commands)) return;
        for (const token of device.deleted) ledger.untold(token);
      },
    });
    noteUnsent(report);
    if (type !== 204) device.deleted.clear();
    // In a sync from the client nothing of it is sent again.
    if (type !== 202 && report.outcome === 'finished') device.unheard.clear();
    story.tell(device.name, () => `sync is over: ${told(report)}`);
    return report;
  } catch (error) {
    if (!(error instanceof PhoneError)) throw error;
    noteUnsent(null);
    if (error.code === 'transport') story.tell(device.name, () => `sync broke off: ${error.message}`);
    else findings.add('rule', `${device.name}: ${error.message}`);
    for (const [text, token] of textsOf(device)) if (!before.has(text)) device.unheard.add(token);
    return null;
  } finally {
    device.busy = false;
  }
}

/** All sessions planned for this phone, with what its user does in between. */
export async function liveWithPhone(
  ground: Ground,
  account: SimulatedAccount,
  device: Device,
): Promise<void> {
  const { chance, scheduler } = ground;
  while (device.planned > 0) {
    device.planned -= 1;
    await scheduler.step(device.actor, 'lies about', pause(ground));
    for (let edits = chance.below(4); edits > 0; edits -= 1) await editOnPhone(ground, account, device);
    await syncOnce(ground, account, device, chance.hits(0.85) ? 200 : chance.pick(device.types));
  }
}

export async function editOnPhone(ground: Ground, account: SimulatedAccount, device: Device): Promise<void> {
  const { ledger } = account;
  const { chance, story } = ground;
  const content = chance.pick(device.contents);
  const phone = device.phone();
  const held = [...phone.items(content.datastore)].flatMap(([luid, text]): Held[] => {
    const shown = content.read(text);
    return shown === null ? [] : [{ luid, text, shown }];
  });
  const act = chance.below(10);
  if (act < 4 || held.length === 0) {
    const token = newToken(chance);
    ledger.made(token, content, false);
    device.handled.add(token);
    phone.add(content.datastore, content.onPhone(token, chance.below(4)));
    story.tell(device.name, () => `new ${content.datastore} ${token}`);
    return;
  }
  const { luid, text, shown } = chance.pick(held);
  device.handled.add(shown.token);
  if (act < 8) {
    const field = content.datastore === 'task' ? 'note' : chance.pick(['note', 'extra'] as const);
    const value = valueFor(content, field, newToken(chance));
    ledger.changes(shown, field, value, device.unheard.has(shown.token));
    phone.replace(content.datastore, luid, content.change(text, field, value));
    device.unsent.add({ content, luid, token: shown.token, field, value });
    story.tell(device.name, () => `${field} of ${content.datastore} ${shown.token} is "${value}" now`);
    return;
  }
  ledger.deletes(shown);
  if (device.unheard.has(shown.token) || (await isUnread(ground, account, content, shown.token)))
    ledger.untold(shown.token);
  if (phone.state().datastores[content.datastore]?.changes[luid] === 'add')
    ledger.unreported(shown.token, device);
  device.deleted.add(shown.token);
  phone.delete(content.datastore, luid);
  story.tell(device.name, () => `deletes ${content.datastore} ${shown.token}`);
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

/** Values that no two edits share, plain in every encoding. */
export function valueFor(content: Content, field: 'note' | 'extra', token: string): string {
  return content.datastore === 'card' && field === 'extra'
    ? `kanari${token}@example.org`
    : `kanari v${token}`;
}

/** Does the server's Alert ask for everything the phone has? */
function beginsSlowSync(commands: readonly Command[]): boolean {
  return commands.some((command) => command.name === 'Alert' && command.code === 201);
}

/** Often one after the other, sometimes an hour apart. */
function pause({ chance }: Ground): number {
  return chance.pick([500, 5_000, 60_000, 300_000, 1_500_000]) * (0.2 + chance.next());
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

interface Held {
  readonly luid: string;
  readonly text: string;
  readonly shown: Shown;
}
