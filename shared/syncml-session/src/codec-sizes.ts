/** The sizes of the codec that will encode the reply. */
import { encodedCommandSize, encodedFrameSize } from '@anchorage/syncml-codec';
import type { MessageSizes } from './sizes.ts';

export const codecSizes: MessageSizes = { command: encodedCommandSize, frame: encodedFrameSize };
