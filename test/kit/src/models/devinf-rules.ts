/** What a model notices in the server's device information. */
import type { DevInf } from '@anchorage/syncml-codec';
import { rule } from '../phone/reply-rules.ts';
import type { PhoneModel } from './phone-model.ts';

export function checkServerDevInf({ rules, version }: PhoneModel, devInf: DevInf): void {
  for (const { sourceRef, syncTypes } of devInf.datastores) {
    // Nokia phones refuse unknown kinds, Funambol clients more than nine.
    rule(
      syncTypes.length <= 9 && syncTypes.every((type) => type >= 1 && type <= 7),
      `SyncCap of ${sourceRef} lists ${syncTypes.join(' ')}`,
    );
  }
  const properties = devInf.datastores.flatMap(({ ctCaps }) => ctCaps).flatMap((ctCap) => ctCap.properties);
  rule(rules.noServerCtCap !== true || properties.length === 0, 'properties in the DevInf of the server');
  for (const property of properties) {
    const described = property.dataType !== undefined || property.maxSize !== undefined;
    rule(version !== '1.0' || !described, `type or size of ${property.name} in a CTCap of 1.0`);
    if (rules.plainServerCtCap !== true) continue;
    rule(!described && property.params.length === 0, `${property.name} is described in the server's CTCap`);
    rule(!property.name.startsWith('X-'), `${property.name} in the server's CTCap`);
  }
}

/** `alerted`: targets of the Alerts so far. */
export function checkDatastoreNames(model: PhoneModel, devInf: DevInf, alerted: ReadonlySet<string>): void {
  if (model.rules.datastoresAsAlerted !== true) return;
  const names = devInf.datastores.map(({ sourceRef }) => sourceRef);
  for (const target of alerted) {
    rule(
      names.filter((name) => name === target).length === 1,
      `the server calls ${target} ${names.join(', ')}`,
    );
  }
  const own: readonly string[] = Object.values(model.datastores).map(({ type }) => type);
  for (const { sourceRef, rxPref } of devInf.datastores) {
    rule(rxPref === undefined || own.includes(rxPref.type), `a datastore ${sourceRef} of no use to it`);
  }
  rule(names.length <= own.length, `${names.length} datastores of the server`);
}
