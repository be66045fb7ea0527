/** `Cred` and `Chal` (SyncML Representation Protocol 1.2.2, 6.1.1 and 6.1.2). */
import type { Chal, Cred, Dialect } from '../message.ts';
import type { Element } from '../tree.ts';
import { syncml, syncmlText } from './context.ts';
import { writeMeta } from './meta.ts';

export function writeCred(cred: Cred | undefined, dialect: Dialect): Element | undefined {
  return cred && syncml('Cred', [writeMeta(cred.meta, dialect), syncmlText('Data', cred.data)]);
}

export function writeChal(chal: Chal | undefined, dialect: Dialect): Element | undefined {
  return chal && syncml('Chal', [writeMeta(chal.meta, dialect) ?? syncml('Meta')]);
}
