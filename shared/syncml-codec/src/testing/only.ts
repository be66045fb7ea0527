import type { Command, Item } from '../message.ts';

/** The one command of a message; throws when there are others or none. */
export function only(commands: readonly Command[]): Command {
  const [command] = commands;
  if (command === undefined || commands.length > 1) throw new Error(`${commands.length} commands`);
  return command;
}

/** Its first item. */
export function itemOf(command: Command): Item {
  const [item] = 'items' in command ? command.items : [];
  if (item === undefined || 'uri' in item || typeof item.target === 'string') throw new Error('no item');
  return item as Item;
}
