/**
 * What changed since a position. A token decides only whether to look; whenever it is doubtful the complete listing
 * speaks, with a token that was read before it, so that nothing falls between the two.
 */
import type { ChangePage, SyncPosition } from './contract.ts';
import { requestCollectionState, type CollectionState } from './requests/collection-state.ts';
import type { CollectionContext } from './requests/context.ts';
import { requestMembers } from './requests/list-members.ts';
import { requestSyncCollection, type SyncReport } from './requests/sync-collection.ts';

export function readChanges(context: CollectionContext, position: SyncPosition | null): Promise<ChangePage> {
  return position?.mode === 'listing'
    ? readByCtag(context, position.ctag)
    : readByToken(context, position?.token ?? null);
}

async function readByToken(context: CollectionContext, token: string | null): Promise<ChangePage> {
  const report = await requestSyncCollection(context, token);
  if (report.kind === 'refused') return afterRefusal(context, token, report);
  // RFC 6578, 3.6: a cut page comes with a token to go on from; the same one again would never end.
  if (report.truncated && report.token === token)
    return list(context, await requestCollectionState(context), token);
  if (token !== null && wentBackwards(token, report.token))
    return list(context, await requestCollectionState(context));
  const position: SyncPosition = { mode: 'token', token: report.token };
  const { changed, removed, truncated: more } = report;
  if (token !== null && !more && changed.length === 0 && removed.length === 0)
    return { kind: 'unchanged', position };
  return { kind: 'delta', changed, removed, position, more };
}

async function afterRefusal(
  context: CollectionContext,
  token: string | null,
  refused: SyncReport & { kind: 'refused' },
): Promise<ChangePage> {
  const state = await requestCollectionState(context);
  if (token === null) return list(context, withoutToken(state));
  // The server still shows the very token it refuses: either a hiccup, or its report never works.
  if (state.syncToken === token && !refused.invalidToken) {
    const again = await requestSyncCollection(context, null);
    return list(context, again.kind === 'refused' ? withoutToken(state) : state);
  }
  if (state.syncToken === null) {
    const first = await requestSyncCollection(context, null);
    return list(context, first.kind === 'page' ? { ...state, syncToken: first.token } : state);
  }
  return list(context, state);
}

/** `ctag` null always lists, and finds out anew whether the collection can be followed by token. */
async function readByCtag(context: CollectionContext, ctag: string | null): Promise<ChangePage> {
  const state = await requestCollectionState(context);
  if (ctag === null) return list(context, state.offersSyncCollection === false ? withoutToken(state) : state);
  if (state.ctag === ctag) return { kind: 'unchanged', position: { mode: 'listing', ctag } };
  return list(context, withoutToken(state));
}

/** `state` was read before this; `refusedToken` is one that must not be used again. */
async function list(
  context: CollectionContext,
  state: CollectionState,
  refusedToken?: string | null,
): Promise<ChangePage> {
  const members = await requestMembers(context);
  const token = state.syncToken === refusedToken ? null : state.syncToken;
  const position: SyncPosition =
    token === null ? { mode: 'listing', ctag: state.ctag } : { mode: 'token', token };
  return { kind: 'listing', members, position };
}

function withoutToken(state: CollectionState): CollectionState {
  return { ...state, syncToken: null };
}

/**
 * sabre/dav and Nextcloud answer a token from the future, left over from before a restore, with an empty page and their
 * own lower number. Everything between was missed.
 */
function wentBackwards(sent: string, received: string): boolean {
  const before = /^(.*?)(\d{1,15})$/.exec(sent);
  const after = /^(.*?)(\d{1,15})$/.exec(received);
  if (before === null || after === null || before[1] !== after[1] || !before[1]?.includes('sync/'))
    return false;
  return Number(after[2]) < Number(before[2]);
}
