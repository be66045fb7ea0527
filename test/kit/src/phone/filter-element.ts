/** A phone's filter as it stands in the Target of its Alert (SyncML Representation Protocol 1.2.2, 6.1.7 to 6.1.9). */
import type { Filter, Item } from '@anchorage/syncml-codec';
import type { PhoneFilter } from './phone-types.ts';

/** `type`: media type of the items it is about. */
export function filterElement(type: string, { record, fields, type: filterType }: PhoneFilter): Filter {
  const properties = fields?.map((name) => `<Property><PropName>${name}</PropName></Property>`);
  return {
    meta: { type },
    ...(properties === undefined
      ? {}
      : { field: item('application/vnd.syncml-devinf+xml', properties.join('')) }),
    ...(record === undefined ? {} : { record: item('syncml:filtertype-cgi', record) }),
    ...(filterType === undefined ? {} : { filterType }),
  };
}

function item(type: string, text: string): Item {
  return { meta: { type }, data: { kind: 'octets', octets: new TextEncoder().encode(text) } };
}
