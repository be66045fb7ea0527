import type { DevInf, Message } from '@anchorage/syncml-codec';

/**
 * The device information a message carries (Put, or Results to our Get), so that the profile can be found before the
 * message is taken in: our own DevInf in the reply names the formats that this phone prefers.
 */
export function devInfIn(message: Message): DevInf | null {
  for (const command of message.commands) {
    if (command.name !== 'Put' && command.name !== 'Results') continue;
    for (const { data } of command.items) if (data?.kind === 'devinf') return data.devinf;
  }
  return null;
}
