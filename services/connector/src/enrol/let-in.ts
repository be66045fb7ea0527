/**
 * The upstream server took a login: the phone gets its device, its user an account if there is none yet. All in one
 * transaction, whose first statement removes the enrolment: of two workers one finds it gone.
 */
import { collectionsBehind, datastoreNames } from '@anchorage/model';
import type { Discovered } from '@anchorage/providers';
import type { Collection, Device, Enrolment, Link, Tables } from '@anchorage/store';
import type { Tools } from '../tools.ts';
import { freeAccountName } from './account-name.ts';

export interface GoodLogin {
  readonly enrolment: Enrolment;
  readonly password: string;
  readonly provider: string;
  readonly found: Discovered;
}

/**
 * The link's collections, to be read. Null when another worker was faster. Throws `StoreError` (`conflict`) when the same
 * user's other phone was let in at this moment: to be tried again, it will be found then.
 */
export function letIn(tools: Tools, login: GoodLogin): Promise<readonly Collection[] | null> {
  const { enrolment, password } = login;
  const at = tools.clock.now();
  return tools.store.transaction(async (tx) => {
    if (!(await tx.enrolments.take(enrolment.id))) return null;
    const known = await tx.devices.byUpstream(enrolment);
    const link = await linkOf(tools, tx, login, known?.device ?? null);
    const { accountId } = link;
    // Another phone's app password that still works stays: each phone may have one of its own.
    if (link.status === 'needs-login') await renewPassword(tx, link, password);
    const collections = await storeCollections(tx, link, login.found);
    const trust = { linkId: link.id, verifiedAt: at };
    if (known === null) {
      const device = await tx.devices.add(accountId, {
        name: 'phone',
        username: enrolment.username,
        password,
        passThrough: { ...trust, upstream: enrolment.upstream, deviceUri: enrolment.deviceUri },
      });
      await standBehind(tx, device, collections);
      await tx.audit.add(accountId, { at, actor: 'upstream', action: 'device.enrol', subject: device.id });
      return collections;
    }
    const { device } = known;
    await tx.devices.update(accountId, device.id, { passThrough: trust });
    if (known.password !== password) {
      await tx.devices.setPassword(accountId, device.id, password);
      // Typed anew because the old one is no longer any good, or soon will be.
      await renewPassword(tx, link, password);
      await tx.audit.add(accountId, { at, actor: 'upstream', action: 'device.password', subject: device.id });
    }
    await standBehind(tx, device, collections);
    return collections;
  });
}

/**
 * The link of this very login at this very server, whoever made it: whoever proves the login may see what is behind it.
 * An account's name proves nothing; a namesake with another cloud is never touched.
 */
async function linkOf(
  tools: Tools,
  tx: Tables,
  { enrolment, password, provider, found }: GoodLogin,
  device: Device | null,
): Promise<Link> {
  const { upstream, username } = enrolment;
  const newLink = { provider, url: upstream, rootUrl: found.rootUrl, username, password };
  if (device?.passThrough) {
    const { accountId } = device;
    const own = await tx.links.get(accountId, device.passThrough.linkId);
    return own ?? tx.links.add(accountId, newLink);
  }
  const [oldest] = await tx.links.byLogin(found.rootUrl, username);
  if (oldest !== undefined) return oldest;
  const name = await freeAccountName(tx, tools.random, username, upstream);
  const account = await tx.accounts.add({ name, timeZone: tools.settings.upstreamTimeZone });
  return tx.links.add(account.id, newLink);
}

/** A link that its owner has paused stays so. */
async function renewPassword(tx: Tables, link: Link, password: string): Promise<void> {
  const { accountId, id, status, reason } = link;
  await tx.links.setPassword(accountId, id, password);
  if (status === 'paused') await tx.links.setStatus(accountId, id, status, reason);
}

async function storeCollections(
  tx: Tables,
  { accountId, id: linkId }: Link,
  { collections }: Discovered,
): Promise<readonly Collection[]> {
  const stored: Collection[] = [];
  for (const { url, displayName, kinds, readOnly, maxResourceSize } of collections) {
    const row = { linkId, url, displayName, kinds, readOnly, maxResourceSize };
    stored.push(await tx.collections.upsert(accountId, row));
  }
  return stored;
}

/** Only the link's own collections: the account may hold other people's links, whose owners proved nothing here. */
async function standBehind(tx: Tables, device: Device, collections: readonly Collection[]): Promise<void> {
  const { accountId, id: deviceId } = device;
  const datastores = await tx.datastores.ofDevice(accountId, deviceId);
  for (const name of datastoreNames) {
    const wanted = collectionsBehind(name, collections, device.profile);
    const datastore = datastores.find((one) => one.name === name);
    if (datastore === undefined) {
      await tx.datastores.add(accountId, { deviceId, name, policy: 'merge', collections: wanted });
      continue;
    }
    const known = new Set(datastore.collections.map(({ id }) => id));
    const fresh = wanted.filter((id) => !known.has(id));
    await tx.datastores.setSeen(
      accountId,
      datastore.id,
      fresh.map((collectionId) => ({ collectionId, revision: 0 })),
    );
  }
}
