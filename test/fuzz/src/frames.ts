/** Several messages in one input: each with its length in front, four octets. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  const parts = frames.flatMap((frame) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, frame.length);
    return [length, frame];
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** What a cut input still holds. */
export function splitFrames(input: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const frames: Uint8Array[] = [];
  for (let at = 0; at + 4 <= input.length;) {
    const length = view.getUint32(at);
    frames.push(input.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return frames;
}
