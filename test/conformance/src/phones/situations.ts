/** What happens between a phone and the gateway, as a table: every situation is told by every model that can be in it. */
import type { Phone, PhoneModel } from '@anchorage/kit';
import type { Situation, SituationName } from './situation.ts';
import { card21, card30, event10, event20 } from './texts.ts';

const contacts = ['card'];
const nothing = { add: 0, replace: 0, delete: 0 };

/** One contact new in the cloud and one on the phone: who gets what depends on the kind of sync. */
function oneEach(type: number, name: SituationName, received: typeof nothing): Situation {
  return {
    name,
    after: 'first-slow',
    sessions: [
      {
        cloud: (world) => world.cloudPut('contacts', 'f.vcf', card30('Fuchs', '+1 555 0171')),
        user: (phone) => phone.add('card', card21('Eder', '+1 555 0170')),
        sync: { type, datastores: contacts },
        outcome: 'finished',
        card: { alertStatus: 200, syncType: type, received },
      },
    ],
  };
}

export const situations: readonly Situation[] = [
  {
    name: 'first-slow',
    after: null,
    sessions: [
      {
        cloud(world) {
          world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0161'));
          world.cloudPut('calendar', 'c.ics', event20('Concert', '20260214'));
        },
        user(phone) {
          phone.add('card', card21('Adler', '+1 555 0150'));
          phone.add('cal', event10('Breakfast', '20260210'));
        },
        sync: {},
        outcome: 'finished',
        card: { alertStatus: 508, syncType: 201, received: { add: 1, replace: 0, delete: 0 } },
      },
    ],
  },
  {
    name: 'two-way',
    after: 'first-slow',
    sessions: [
      {
        cloud(world) {
          world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0162'));
          world.cloudRemove('calendar', 'c.ics');
        },
        user(phone) {
          phone.replace('card', '1', card21('Adler', '+1 555 0151'));
          phone.delete('cal', '1');
          phone.add('cal', event10('Dentist', '20260301'));
        },
        sync: {},
        outcome: 'finished',
        card: { alertStatus: 200, syncType: 200, received: { add: 0, replace: 1, delete: 0 } },
      },
    ],
  },
  {
    // The same number of the same person; of its note the phone knows nothing.
    name: 'conflict',
    after: 'first-slow',
    sessions: [
      {
        cloud: (world) =>
          world.cloudPut('contacts', 'm.vcf', card30('M\u00fcller', '+1 555 0162', 'NOTE:Knows the roof')),
        user: (phone) => phone.replace('card', '2', edited(phone, '2', '0161', '0163')),
        sync: { datastores: contacts },
        outcome: 'finished',
        card: { alertStatus: 200, syncType: 200, received: { add: 0, replace: 1, delete: 0 } },
      },
    ],
  },
  {
    name: 'large-object-up',
    after: 'first-slow',
    sessions: [
      {
        user: (phone, model) => phone.add('card', card21('Large', '+1 555 0180', longNote(model))),
        sync: { datastores: contacts },
        outcome: 'finished',
        card: { alertStatus: 200, syncType: 200, received: nothing },
      },
    ],
  },
  {
    name: 'large-object-down',
    after: 'first-slow',
    sessions: [
      {
        cloud: (world, model) =>
          world.cloudPut('contacts', 'b.vcf', card30('Big', '+1 555 0181', longNote(model))),
        sync: { datastores: contacts },
        outcome: 'finished',
        card: { alertStatus: 200, syncType: 200, received: { add: 1, replace: 0, delete: 0 } },
      },
    ],
  },
  {
    // Stopped in the middle of an object; the next session goes on with its second half.
    name: 'resume',
    after: 'first-slow',
    sessions: [
      {
        user(phone, model) {
          phone.add('card', card21('Large', '+1 555 0180', longNote(model)));
          phone.add('card', card21('Eder', '+1 555 0170'));
        },
        sync: { datastores: contacts, suspendAfter: 2 },
        outcome: 'suspended',
        card: { alertStatus: 200, syncType: 200 },
      },
      {
        cloud: (world) => world.cloudPut('contacts', 'f.vcf', card30('Fuchs', '+1 555 0171')),
        sync: { datastores: contacts, type: 225 },
        outcome: 'finished',
        card: { alertStatus: 200, syncType: 200, received: { add: 1, replace: 0, delete: 0 } },
      },
    ],
  },
  {
    // Stopped when the first piece is there and the second is not; the next session goes on with the second.
    name: 'resume-down',
    after: 'first-slow',
    sessions: [
      {
        cloud: (world, model) =>
          world.cloudPut('contacts', 'b.vcf', card30('Big', '+1 555 0181', longNote(model, 2))),
        sync: { datastores: contacts, suspendAfter: 3 },
        outcome: 'suspended',
        card: { alertStatus: 200, syncType: 200, received: nothing },
      },
      {
        sync: { datastores: contacts, type: 225 },
        outcome: 'finished',
        card: { alertStatus: 200, syncType: 200, received: { add: 1, replace: 0, delete: 0 } },
      },
    ],
  },
  {
    ...oneEach(200, 'lost-reply', { add: 1, replace: 0, delete: 0 }),
    losesReplies: true,
  },
  {
    name: 'wrong-password',
    after: null,
    password: 'canary-password-8',
    sessions: [
      {
        user: (phone) => phone.add('card', card21('Adler', '+1 555 0150')),
        sync: { datastores: contacts },
        outcome: 'refused',
      },
    ],
  },
  oneEach(202, 'one-way-from-client', nothing),
  oneEach(203, 'refresh-from-client', nothing),
  oneEach(204, 'one-way-from-server', { add: 1, replace: 0, delete: 0 }),
  // Everything there is in the cloud.
  oneEach(205, 'refresh-from-server', { add: 3, replace: 0, delete: 0 }),
];

function edited(phone: Phone, luid: string, from: string, to: string): string {
  return (phone.items('card').get(luid) ?? '').replace(from, to);
}

/** A little more than one message of this model holds, or several. */
function longNote({ httpBuffer }: PhoneModel, messages = 1): string {
  const sentence = 'All about the roof. ';
  return `NOTE:${sentence.repeat(Math.ceil((httpBuffer * messages + 500) / sentence.length)).trimEnd()}`;
}
