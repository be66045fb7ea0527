/** Global tokens (WAP Binary XML Content Format 1.3, section 7.1). */
export const token = {
  switchPage: 0x00,
  end: 0x01,
  entity: 0x02,
  stringInline: 0x03,
  literal: 0x04,
  stringTable: 0x83,
  opaque: 0xc3,
} as const;

/** Bits of a tag token beside its six bits of identity (5.8.2). */
export const tagBit = { attributes: 0x80, content: 0x40, identity: 0x3f } as const;

/** Identities below this one are global tokens in every code space. */
export const firstTag = 0x05;

/** MIBenum values of the charsets this package is sure of. */
export const charset = { unknown: 0x00, usAscii: 0x03, latin1: 0x04, utf8: 0x6a } as const;
