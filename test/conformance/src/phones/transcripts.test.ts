/**
 * Golden transcripts in test/transcripts: recorded requests of every model in every situation are sent again, and the
 * replies must say what they said. `UPDATE_GOLDEN=1` records them anew; review the difference as code.
 */
import { phoneModels } from '@anchorage/kit';
import { decodeMessage } from '@anchorage/syncml-codec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPhoneWorld } from './phone-world.ts';
import type { PhoneWorld } from './phone-world.ts';
import { whyNot } from './impossible.ts';
import { situations } from './situations.ts';
import { phoneBefore, play, record } from './tell-situation.ts';
import { comparable } from './transcript.ts';
import { transcriptFolder, transcriptNames } from './transcript-folder.ts';

let world: PhoneWorld;
beforeEach(async () => {
  world = await createPhoneWorld({ basicOverHttp: true }, { clockStands: true });
});
afterEach(() => world.close());

const told = situations.flatMap((situation) =>
  phoneModels.map((model) => ({ situation, model, why: whyNot(situation, model) })),
);
const possible = told.filter(({ why }) => why === null).map((one) => [name(one), one] as const);

it.each(possible)('%s', async (_, { model, situation }) => {
  const tell = process.env['UPDATE_GOLDEN'] === '1' ? record : play;
  await tell(world, model, situation);
});

describe('not in every model', () => {
  const cases = told.flatMap((one) =>
    one.why === null ? [] : [[name(one), one.why.reason, one.why, one] as const],
  );
  it.each(cases)('%s: %s', async (_name, _reason, { shows }, { model, situation }) => {
    const { phone, session } = await phoneBefore(world, model, situation);
    await shows({ phone, world, sync: () => phone.sync(session.sync) });
  });
});

it('holds no transcripts of models and situations that are no more', () => {
  expect(transcriptNames()).toEqual(
    possible.map(([, { model, situation }]) => `${model.name}/${situation.name}`).toSorted(),
  );
});

describe('XML and WBXML say the same', () => {
  it.each(possible.filter(([, { model }]) => model.encoding === 'wbxml'))('%s', (_, { model, situation }) => {
    const all = transcriptFolder(model, situation.name).read();
    expect(all.length).toBeGreaterThan(0);
    for (const { name: file, request, xml } of all) {
      expect(comparable(decodeMessage(request).message), file).toEqual(
        comparable(decodeMessage(xml).message),
      );
    }
  });
});

function name({ model, situation }: Pick<(typeof told)[number], 'model' | 'situation'>): string {
  return `${model.name} ${situation.name}`;
}
