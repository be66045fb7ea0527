import type { Tables } from '../port/index.ts';
import { accounts } from './accounts.ts';
import { audit } from './audit.ts';
import { challenges } from './challenges.ts';
import { collections } from './collections.ts';
import type { Context } from './context.ts';
import { datastores } from './datastores.ts';
import { devices } from './devices.ts';
import { enrolments } from './enrolments.ts';
import { holds } from './holds.ts';
import { inbox } from './inbox.ts';
import { items } from './items.ts';
import { journal } from './journal.ts';
import { links } from './links.ts';
import { mappings } from './mappings.ts';
import { objects } from './objects.ts';
import { outbox } from './outbox.ts';
import { quarantine } from './quarantine.ts';
import { sessions } from './sessions.ts';
import { undos } from './undos.ts';

/** All table groups on one connection: the store's, or a transaction's. */
export function allTables(context: Context): Tables {
  return {
    accounts: accounts(context),
    links: links(context),
    collections: collections(context),
    items: items(context),
    devices: devices(context),
    datastores: datastores(context),
    mappings: mappings(context),
    challenges: challenges(context),
    enrolments: enrolments(context),
    sessions: sessions(context),
    inbox: inbox(context),
    objects: objects(context),
    outbox: outbox(context),
    journal: journal(context),
    quarantine: quarantine(context),
    holds: holds(context),
    undos: undos(context),
    audit: audit(context),
  };
}
