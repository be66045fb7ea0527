import { asId } from '@anchorage/model';
import { z } from 'zod';
import { JobsError } from './port.ts';
import type { Job } from './port.ts';

/**
 * What a job is in the queue: ids and the payload's version, so that services of two releases can work side by side.
 * Version 1 is the only one so far; a reader takes every version it knows.
 */
export type Payload = z.infer<typeof payloadSchema>;

export function toPayload(job: Job): Payload {
  return payloadSchema.parse({ v: 1, ...job });
}

/** @throws JobsError `malformed` when this is no payload of a version known here */
export function fromPayload(data: unknown): Job {
  const parsed = payloadSchema.safeParse(data);
  if (!parsed.success)
    throw new JobsError('malformed', 'a job payload is malformed or of an unknown version');
  const payload = parsed.data;
  if (payload.kind === 'enrol') return { kind: payload.kind, enrolmentId: asId(payload.enrolmentId) };
  const accountId = asId<'account'>(payload.accountId);
  switch (payload.kind) {
    case 'refresh':
    case 'push':
      return { kind: payload.kind, accountId, collectionId: asId(payload.collectionId) };
    case 'undo':
      return { kind: payload.kind, accountId, undoId: asId(payload.undoId) };
    case 'reconcile':
      return {
        kind: payload.kind,
        accountId,
        sessionId: asId(payload.sessionId),
        datastoreId: asId(payload.datastoreId),
      };
    default:
      return { kind: payload.kind, accountId, linkId: asId(payload.linkId) };
  }
}

const id = z.string().regex(/^[\w-]{1,64}$/);
const version = z.literal(1);
const common = { v: version, accountId: id };
const payloadSchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('refresh'), collectionId: id }),
  z.object({ ...common, kind: z.literal('push'), collectionId: id }),
  z.object({ ...common, kind: z.literal('reconcile'), sessionId: id, datastoreId: id }),
  z.object({ ...common, kind: z.literal('discover'), linkId: id }),
  z.object({ ...common, kind: z.literal('undo'), undoId: id }),
  z.object({ v: version, kind: z.literal('enrol'), enrolmentId: id }),
]);
