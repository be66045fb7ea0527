/** Contacts: vCard 2.1, 3.0 and 4.0. */
import type { PimKind } from '../contract.ts';
import { holds } from '../filter/holds.ts';
import { PimError } from '../pim-error.ts';
import { applyEdit } from './apply.ts';
import { readBody, readView } from './card.ts';
import { sameOnPhone } from './content.ts';
import { createBody } from './create.ts';
import { imageOf } from './image.ts';
import { mergeBodies } from './merge-cloud.ts';
import { normaliseBody } from './normalise.ts';
import { readPhoneCard } from './read-phone.ts';
import { factsOfContact } from './record-facts.ts';
import { globalUid, traitsOfBody, traitsOfView, uidOfCard } from './traits.ts';

export const contacts: PimKind = {
  kind: 'contact',
  readPhone: (octets, _contentType, capabilities) => readPhoneCard(octets, capabilities),
  identify: (view) => ({ uid: globalUid(readView(view)), recurrenceId: '' }),
  create: createBody,
  addOccurrence: () => {
    throw new PimError('unsupported', 'a contact has no occurrences');
  },
  removeOccurrence: (_body, recurrenceId) => {
    if (recurrenceId !== '') throw new PimError('unsupported', 'a contact has no occurrences');
    return null;
  },
  occurrences: (body) => {
    readBody(body);
    return [''];
  },
  shownOccurrence: () => '',
  image: (body, recurrenceId, capabilities) => {
    if (recurrenceId !== '') throw new PimError('unreadable', 'a contact has no occurrences');
    return imageOf(body, capabilities);
  },
  apply: applyEdit,
  mergeCloud: mergeBodies,
  sameOnPhone,
  normalise: normaliseBody,
  traitsOfView,
  traitsOfBody: (body, _recurrenceId, capabilities) => traitsOfBody(body, capabilities),
  matches: (body, _recurrenceId, condition, about) => holds(condition, factsOfContact(body, about)),
  uidOf: (body) => uidOfCard(readBody(body)),
};
