/** The header of our messages, and the Status for theirs. */
import { verProtoOf } from '@anchorage/syncml-codec';
import type { Dialect, Message, StatusCommand, SyncHdr } from '@anchorage/syncml-codec';
import type { ServerFacts } from './contract.ts';
import type { QueuedStatus } from './state.ts';

export interface HeaderParts {
  readonly dialect: Dialect;
  readonly sessionId: string;
  readonly msgId: number;
  readonly phone: string;
  readonly server: string;
  readonly respUri: string | null;
  /** Announce our limits? Once is enough for a phone with little room. */
  readonly limits: Pick<ServerFacts, 'maxMsgSize' | 'maxObjSize'> | null;
}

/** SyncML Representation Protocol 1.2.2, 5.4 and 6.2.3. MaxObjSize came with 1.1. */
export function replyHeader(parts: HeaderParts): SyncHdr {
  const { version } = parts.dialect;
  return {
    verDtd: version,
    verProto: verProtoOf[version],
    sessionId: parts.sessionId,
    msgId: parts.msgId,
    target: { uri: parts.phone },
    source: { uri: parts.server },
    ...(parts.respUri === null ? {} : { respUri: parts.respUri }),
    ...(parts.limits === null
      ? {}
      : {
          meta: {
            maxMsgSize: parts.limits.maxMsgSize,
            ...(version === '1.0' ? {} : { maxObjSize: parts.limits.maxObjSize }),
          },
        }),
  };
}

/** What the phone calls us. Some leave the Target empty. */
export function serverUri(message: Message, server: Pick<ServerFacts, 'url'>): string {
  const { uri } = message.header.target;
  return uri === '' ? server.url : uri;
}

/** A queued Status as a command. */
export function statusCommand(status: QueuedStatus, cmdId: string): StatusCommand {
  return {
    name: 'Status',
    cmdId,
    msgRef: status.msgRef,
    cmdRef: status.cmdRef,
    cmd: status.cmd,
    targetRefs: status.targetRefs,
    sourceRefs: status.sourceRefs,
    code: status.code,
    items: [
      ...(status.anchorNext === undefined
        ? []
        : [{ data: { kind: 'anchor' as const, anchor: { next: status.anchorNext } } }]),
      ...(status.feature === undefined
        ? []
        : [{ data: { kind: 'octets' as const, octets: new TextEncoder().encode(status.feature) } }]),
    ],
  };
}

/** A challenge, in the DTD's order (SyncML Representation Protocol 1.2.2, 6.1.2). `nextNonce` is base64. */
export function md5Challenge(nextNonce: string): NonNullable<StatusCommand['chal']> {
  return { meta: { type: 'syncml:auth-md5', format: 'b64', nextNonce } };
}

export const basicChallenge: NonNullable<StatusCommand['chal']> = {
  meta: { type: 'syncml:auth-basic', format: 'b64' },
};
