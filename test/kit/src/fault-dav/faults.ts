/** What a DAV server may do wrong. A fault is armed for requests that match and disarms itself after `times`. */

export type Fault =
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** One octet of the true answer every `milliseconds`. */
  | { readonly kind: 'slow-drip'; readonly milliseconds: number }
  /** The true answer's body up to a fraction of it, with a Content-Length that fits. */
  | { readonly kind: 'cut-body'; readonly keep: number }
  /** The same, but at the end of a response element: well-formed up to there. */
  | { readonly kind: 'cut-at-element' }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'drop-midway' }
  /** Nothing is done, the connection is reset. */
  | { readonly kind: 'reset-before' }
  /** The request is carried out, then the connection is reset instead of an answer. */
  | { readonly kind: 'reset-after-applied' }
  /** Any answer; nothing is carried out. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** A PUT refused as xandikos does: 207, with the status inside. */
  | { readonly kind: 'status-in-207'; readonly status: number; readonly precondition?: string }
  /** Carried out, and the answer's body changed at will. */
  | { readonly kind: 'rewrite-answer'; readonly rewrite: (body: string) => string }
  /** Multiget says 404 for names containing `of`, or leaves them out. */
  | { readonly kind: 'multiget-404'; readonly of: string }
  | { readonly kind: 'multiget-omit'; readonly of: string }
  /** Stored under another name, told in `Location`. */
  | { readonly kind: 'rename'; readonly to: string }
  /** PUT's answer and every listing keep the ETag to themselves. */
  | { readonly kind: 'no-etag' }
  /** Stored differently from what was sent; without an ETag in the answer, as RFC 4791 5.3.4 wants it, if told so. */
  | {
      readonly kind: 'rewrite-body';
      readonly rewrite: (body: string) => string;
      readonly withoutEtag?: boolean;
    }
  /** Each member is named twice. */
  | { readonly kind: 'duplicate-href' };

export interface ArmedFault {
  readonly fault: Fault;
  /** Default: every method. */
  readonly method?: string;
  /** Only requests whose path or body contains this. */
  readonly containing?: string;
  /** Let this many matching requests pass first. */
  readonly after?: number;
  /** Default: once. */
  readonly times?: number;
}

export interface FaultPlan {
  arm(armed: ArmedFault): void;
  disarm(): void;
  take(request: { readonly method: string; readonly path: string; readonly body: string }): Fault | null;
}

export function createFaultPlan(): FaultPlan {
  let entries: { armed: ArmedFault; wait: number; left: number }[] = [];
  return {
    arm: (armed) => void entries.push({ armed, wait: armed.after ?? 0, left: armed.times ?? 1 }),
    disarm: () => void (entries = []),
    take({ method, path, body }) {
      for (const entry of entries) {
        const { armed } = entry;
        if (entry.left <= 0 || (armed.method !== undefined && armed.method !== method)) continue;
        if (armed.containing !== undefined && !(path + body).includes(armed.containing)) continue;
        if (entry.wait > 0) {
          entry.wait -= 1;
          continue;
        }
        entry.left -= 1;
        return armed.fault;
      }
      return null;
    },
  };
}
