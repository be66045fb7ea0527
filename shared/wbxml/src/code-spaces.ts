/** The registry of document types, and how a header or a first tag names one. */
import { dmDdf12Space } from './code-pages/dm-ddf.ts';
import { devinf10Space, devinf11Space, devinf12Space } from './code-pages/devinf.ts';
import { metinf12Space } from './code-pages/metinf.ts';
import { provisioning10Space } from './code-pages/provisioning.ts';
import { syncSettings10Space } from './code-pages/sync-settings.ts';
import { syncml10Space, syncml11Space, syncml12Space } from './code-pages/syncml.ts';
import type { CodeSpace } from './code-space.ts';

/** Every document type, editions of one type oldest first. */
export const codeSpaces: readonly CodeSpace[] = [
  syncml10Space,
  syncml11Space,
  syncml12Space,
  devinf10Space,
  devinf11Space,
  devinf12Space,
  metinf12Space,
  provisioning10Space,
  syncSettings10Space,
  dmDdf12Space,
];

/** Public identifier "unknown or missing": the document type follows from the first tag. */
export const unknownPublicId = 0x01;

export function codeSpaceByNumber(publicId: number): CodeSpace | undefined {
  return codeSpaces.find((space) => space.publicId === publicId && publicId !== unknownPublicId);
}

/** Compares without regard to case, and takes corrections for their edition (`1.1.2` for `1.1`). */
export function codeSpaceByFpi(fpi: string): CodeSpace | undefined {
  const wanted = comparable(fpi);
  return codeSpaces.find((space) => space.fpi !== null && comparable(space.fpi) === wanted);
}

/** The newest edition whose document element is this tag. */
export function codeSpaceByRootTag(page: number, identity: number): CodeSpace | undefined {
  return codeSpaces.findLast((space) => space.tags[page]?.[identity] === space.root);
}

/**
 * Tag name in the space or, failing that, in the newest edition of the same document type: phones put elements of a
 * later edition under an earlier identifier (Nokia sends `SourceParent` in 1.1, DevInf 1.2 comes as 0x0FD4).
 */
export function tagName(space: CodeSpace, page: number, identity: number): string | undefined {
  return space.tags[page]?.[identity] ?? newestEdition(space).tags[page]?.[identity];
}

/** Does the document type have this tag page in any edition? */
export function hasTagPage(space: CodeSpace, page: number): boolean {
  return space.tags[page] !== undefined || newestEdition(space).tags[page] !== undefined;
}

function newestEdition(space: CodeSpace): CodeSpace {
  return codeSpaces.findLast((candidate) => candidate.root === space.root) ?? space;
}

function comparable(fpi: string): string {
  return fpi
    .trim()
    .toLowerCase()
    .replace(/ (\d+\.\d+)\.\d+\/\//, ' $1//');
}
