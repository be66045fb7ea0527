/** After the storm: both sides must hold the same, everything that was entered, nothing twice. */
import type { SyncReport } from '@anchorage/kit';
import { datastores } from './entries.ts';
import type { Datastore, Entry } from './entries.ts';
import type { Gateway } from './gateway.ts';
import type { People } from './people.ts';
import type { Scene } from './scene.ts';
import { session } from './session.ts';

/** The phone syncs until nothing moves any more; throws when that never comes, or when something is not as it should be. */
export async function calmDown(scene: Scene): Promise<void> {
  const { gateway, network, people, story, time } = scene;
  story.tell(() => 'calm');
  await network.deliverHeld();
  await settle(gateway);
  let before = '';
  for (let syncs = 1; ; syncs += 1) {
    await time.sleep(minute);
    const report = await calmSession(scene);
    await settle(gateway);
    const now = JSON.stringify([
      people.entries('phone', 'card'),
      people.entries('phone', 'cal'),
      people.entries('cloud', 'card'),
      people.entries('cloud', 'cal'),
    ]);
    if (now === before && isQuiet(report)) break;
    if (syncs === mostSyncs) throw new Error(`no rest after ${syncs} syncs:\n${describe(people)}`);
    before = now;
  }
  const problems = datastores.flatMap((datastore) => agreement(scene, datastore));
  if (problems.length > 0) throw new Error(`${problems.join('\n')}\n${describe(people)}`);
}

async function settle(gateway: Gateway): Promise<void> {
  if (!(await gateway.settle())) throw new Error('something stays undelivered');
}

async function calmSession(scene: Scene): Promise<SyncReport> {
  const report = await session(scene, {});
  if (report?.outcome !== 'finished') throw new Error('a sync without faults did not finish');
  return report;
}

function isQuiet({ datastores: reports }: SyncReport): boolean {
  return Object.values(reports).every(
    ({ syncType, sent, received }) => syncType === 200 && total(sent) === 0 && total(received) === 0,
  );
}

function total({ add, replace, delete: removed }: { add: number; replace: number; delete: number }): number {
  return add + replace + removed;
}

function agreement({ people, ledger }: Scene, datastore: Datastore): readonly string[] {
  const [here, there] = [
    sorted(people.entries('phone', datastore)),
    sorted(people.entries('cloud', datastore)),
  ];
  const equal = here.join('\n') === there.join('\n');
  const problems = ledger.agree(datastore, people.entries('cloud', datastore));
  return equal ? problems : [...problems, `${datastore}: both sides differ`];
}

function describe(people: People): string {
  return (['phone', 'cloud'] as const)
    .flatMap((side) =>
      datastores.map(
        (datastore) => `${side} ${datastore}: ${sorted(people.entries(side, datastore)).join('; ')}`,
      ),
    )
    .join('\n');
}

function sorted(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ key, one, two }) => `${key} ${one} ${two}`).toSorted();
}

const mostSyncs = 6;
const minute = 60_000;
