/** Who and what takes part in a story: a phone with its habits, people at both ends, the way in between. */
import { createModelPhone } from '@anchorage/kit';
import type { Phone, PhoneModel, PhoneOptions } from '@anchorage/kit';
import { createChance } from './chance.ts';
import type { Chance } from './chance.ts';
import type { Gateway } from './gateway.ts';
import { createLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { createNetwork } from './network.ts';
import type { Network } from './network.ts';
import { createPeople } from './people.ts';
import type { People } from './people.ts';
import type { Story } from './story-book.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

export interface Scene {
  readonly model: PhoneModel;
  readonly gateway: Gateway;
  readonly phone: Phone;
  readonly network: Network;
  readonly people: People;
  readonly ledger: Ledger;
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly chance: Chance;
  readonly story: Story;
}

export function createScene(options: {
  readonly seed: number;
  readonly model: PhoneModel;
  readonly gateway: Gateway;
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly chance: Chance;
  readonly story: Story;
}): Scene {
  const { seed, model, gateway, time, weather, chance, story } = options;
  const ledger = createLedger();
  const network = createNetwork({
    door: gateway.door,
    time,
    chance: createChance(seed, 4),
    weather,
    story,
    between() {
      if (weather.hits('cloud edit')) people.cloudEdits();
      if (weather.hits('phone edit')) people.phoneAdds();
    },
  });
  const habits = habitsOf(model, chance);
  story.tell(() => `${model.name} ${JSON.stringify(habits)}`);
  const phone = createModelPhone(model, {
    ...gateway.login,
    ...habits,
    now: () => time.now(),
    transport: network.transport,
  });
  const people = createPeople({ phone, cloud: gateway.cloud, chance: createChance(seed, 5), ledger, story });
  return { model, gateway, phone, network, people, ledger, time, weather, chance, story };
}

/** What phones of one model still do in their own ways. */
function habitsOf(model: PhoneModel, chance: Chance): Partial<PhoneOptions> {
  const forgetsMaps = forgetful.has(model.name) && chance.hits(0.4);
  // Maps that are both put off and forgotten would never be sent at all.
  const mapWhen = chance.pick<NonNullable<PhoneOptions['mapWhen']>>([
    'with-statuses',
    'next-message',
    forgetsMaps ? 'with-statuses' : 'next-session',
  ]);
  return {
    forgetsMaps,
    mapWhen: model.habits?.mapWhen ?? mapWhen,
    followRespUri: chance.hits(0.7),
    auth: chance.pick(['md5', 'md5', 'basic']),
    slowCommand: chance.pick(['Add', 'Replace']),
  };
}

/** Models of which no Map cache is known. */
const forgetful: ReadonlySet<string> = new Set([
  'motorola-v3xx',
  'nokia-6131',
  'siemens-s55',
  'sony-ericsson-k610',
  'sony-ericsson-p900',
]);
