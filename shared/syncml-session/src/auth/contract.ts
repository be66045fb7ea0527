/** Who a phone says it is, how it proves that, and what was found. */

export interface KnownLogin {
  readonly username: string;
  readonly password: string;
}

/** Nonces we issued to this Source LocURI, newest first: at most the current one and the one before. Raw octets. */
export type IssuedNonces = readonly Uint8Array[];

/** What came beside a message. Null for a transport that has no headers. */
export interface TransportCredentials {
  /** `x-syncml-hmac` as it came, and the MD5 of the message's octets, which it signs. */
  readonly mac: { readonly header: string; readonly bodyDigest: Uint8Array } | null;
  /** `Authorization` as it came. */
  readonly authorization: string | null;
}

export type AuthScheme = 'basic' | 'md5' | 'mac';

export type AuthVerdict =
  /** 212, or 200 for a MAC, which holds for its message only. `scheme` decides whether the reply carries the next nonce. */
  | { readonly kind: 'accepted'; readonly scheme: AuthScheme }
  /** 401 wrong, 407 missing, 406 unknown scheme, 415 unknown format. */
  | { readonly kind: 'refused'; readonly status: 401 | 406 | 407 | 415 }
  /** Later message of an authenticated session. */
  | { readonly kind: 'not-needed' };

/**
 * The user name a message claims: Source/LocName, or the part before the first colon of a basic credential, or what its
 * `x-syncml-hmac` says. `http`: nothing in the message, but a basic login in `Authorization`.
 */
export type ClaimedUser = {
  readonly username: string | null;
  readonly scheme: AuthScheme | 'http' | 'none' | 'unknown';
};
