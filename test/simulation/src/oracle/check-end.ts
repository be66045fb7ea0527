/**
 * What must hold once everything has come to rest: read from the phones and the cloud directly, compared with what people
 * did and with nothing else.
 */
import type { Content, Shown } from '../people/content.ts';
import type { SimulatedAccount } from '../world/account.ts';
import type { Ground } from '../world/ground.ts';
import type { LedgerItem, Side } from './ledger.ts';

export function checkEnd(ground: Pick<Ground, 'findings'>, account: SimulatedAccount): void {
  const { findings } = ground;
  for (const content of account.contents) {
    const sides = [account.cloud, ...account.devices.filter((device) => device.contents.includes(content))];
    const views = sides.map((side) => ({ side, shown: readAll(side, content) }));
    for (const { side, shown } of views) {
      for (const [token, copies] of shown) {
        if (!account.ledger.items.has(token))
          findings.add('I9', `${side.name} holds ${token}, which is not this person's`);
        if (copies.length > 1)
          findings.add('I2', `${side.name} holds ${content.datastore} ${token} ${copies.length} times`);
      }
    }
    for (const item of account.ledger.items.values()) {
      if (item.content === content) checkItem(item, views);
    }
  }

  function checkItem(item: LedgerItem, views: readonly View[]): void {
    const name = `${item.content.datastore} ${item.token}`;
    const holders = views.filter(({ shown }) => shown.has(item.token)).map(({ side }) => side.name);
    if (holders.length === 0) {
      if (!item.deleted && !item.undone)
        findings.add('I1', `${name} has gone everywhere and nobody deleted it`);
      return;
    }
    if (item.deleted && !item.contested && !item.undone)
      findings.add('I4', `${name} was deleted and is held by ${holders.join(', ')}`);
    const [reference] = views.flatMap(({ side, shown }) => {
      const [there] = shown.get(item.token) ?? [];
      return there === undefined ? [] : [{ side, there }];
    });
    for (const { side, shown } of views) {
      const [there] = shown.get(item.token) ?? [];
      if (there === undefined) {
        if (item.silent.has(side)) continue;
        findings.add(
          item.deleted ? 'I3' : 'I1',
          `${name} is held by ${holders.join(', ')} and not by ${side.name}`,
        );
      } else if (reference !== undefined) {
        checkEqual(name, reference, { side, there });
        if (!item.deleted && !item.undone) checkValues(item, name, side, there);
      }
    }
    const [inCloud] = views[0]?.shown.get(item.token) ?? [];
    if (item.fromCloud && inCloud !== undefined) checkKept(item, name, inCloud);
  }

  function checkEqual(name: string, one: Holding, other: Holding): void {
    for (const field of ['note', 'extra'] as const) {
      const [a, b] = [one.there.fields[field], other.there.fields[field]];
      if (a === b) continue;
      findings.add(
        'I3',
        `${field} of ${name} is "${a}" at ${one.side.name} and "${b}" at ${other.side.name}`,
      );
    }
  }

  function checkValues(item: LedgerItem, name: string, side: Side, shown: Shown): void {
    for (const field of ['note', 'extra'] as const) {
      const value = shown.fields[field];
      const allowed = item.values[field].left();
      if (allowed.some((one) => (one === '' ? value === '' : value.includes(one)))) continue;
      findings.add(
        'I3',
        `${side.name} shows "${value}" as ${field} of ${name}, last written was "${allowed.join('" or "')}"`,
      );
    }
  }

  function checkKept(item: LedgerItem, name: string, { kept }: Shown): void {
    const lost = item.content.keptBy(item.token).filter((value) => !kept.includes(value));
    if (lost.length > 0) findings.add('I7', `${name} has lost in the cloud: ${lost.join(', ')}`);
  }
}

interface Holding {
  readonly side: Side;
  readonly there: Shown;
}

interface View {
  readonly side: Side;
  readonly shown: ReadonlyMap<string, readonly Shown[]>;
}

function readAll(side: Side, content: Content): ReadonlyMap<string, readonly Shown[]> {
  const all = side.texts(content).flatMap((text) => content.read(text) ?? []);
  return Map.groupBy(all, ({ token }) => token);
}
