/** Nokia and Ericsson over-the-air settings (OTA Settings Specification 7.0): inline strings on a single page. */
import type { CodeSpace, TokenTable } from '../code-space.ts';

const syncSettings10: TokenTable = {
  0x05: 'Addr',
  0x06: 'AddrType',
  0x07: 'Auth',
  0x08: 'AuthLevel',
  0x09: 'AuthScheme',
  0x0a: 'Bearer',
  0x0b: 'ConRef',
  0x0c: 'ConType',
  0x0d: 'Cred',
  0x0e: 'CTType',
  0x0f: 'CTVer',
  0x10: 'HostAddr',
  0x11: 'Name',
  0x12: 'Port',
  0x13: 'RefID',
  0x14: 'RemoteDB',
  0x15: 'SyncSettings',
  0x16: 'URI',
  0x17: 'Username',
  0x18: 'Version',
};

export const syncSettings10Space: CodeSpace = {
  name: 'SyncSettings 1.0',
  publicId: 0x01,
  fpi: null,
  root: 'SyncSettings',
  namespaces: {},
  tags: { 0: syncSettings10 },
};
