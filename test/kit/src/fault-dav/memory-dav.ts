/**
 * A CalDAV and CardDAV server without a network: what it holds, and what it answers. It does what it is told, faults
 * included; when they happen is somebody else's plan.
 */
import type { CollectionTraits } from './answers.ts';
import type { Fault } from './faults.ts';
import { createMemoryCollection, type Member, type MemoryCollection } from './members.ts';
import { answerRequest, type Answer, type Asked, type World } from './requests.ts';

export interface MemoryDavOptions {
  /** False: no sync-collection report, CTags only. Default true. */
  readonly syncCollection?: boolean;
  /** Cut sync-collection pages to this many changes, with a 507. */
  readonly pageSize?: number;
}

export interface MemoryDav {
  /** `contacts`, `calendar`, `tasks`, `notes`. */
  collection(name: string): MemoryCollection;
  members(name: string): readonly Member[];
  /** With a slash at both ends. */
  collectionPath(name: string): string;
  /** The collection at this very path; null if there is none. */
  at(path: string): MemoryCollection | null;
  /** Carries the request out. Of faults only those that change content have an effect here. */
  answer(asked: Asked, fault: Fault | null): Answer;
}

export function createMemoryDav({
  syncCollection = true,
  pageSize = Infinity,
}: MemoryDavOptions = {}): MemoryDav {
  const collections = new Map(names.map((name) => [name, createMemoryCollection()]));
  const world: World = {
    pageSize,
    collections: [...collections].map(([name, members]) => ({
      traits: traitsOf(name, syncCollection),
      members,
    })),
  };
  return {
    collection: (name) => known(collections.get(name), name),
    members: (name) => [...known(collections.get(name), name).members.values()],
    collectionPath: (name) => traitsOf(name, true).path,
    at: (path) => world.collections.find(({ traits }) => traits.path === path)?.members ?? null,
    answer: (asked, fault) => answerRequest(world, asked, fault),
  };
}

function traitsOf(name: string, syncCollection: boolean): CollectionTraits {
  const addressBook = name === 'contacts';
  const component = { calendar: 'VEVENT', tasks: 'VTODO', notes: 'VJOURNAL' }[name];
  const path = `/dav/${addressBook ? 'books' : 'calendars'}/someone/${name}/`;
  const components = component === undefined ? [] : [component];
  return { name, path, addressBook, components, syncCollection, readOnly: false };
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no collection ${name}`);
  return value;
}

const names = ['contacts', 'calendar', 'tasks', 'notes'];
