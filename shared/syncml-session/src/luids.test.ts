import { expect, it } from 'vitest';
import { luidsIn } from './luids.ts';
import { profile } from './testing/facts.ts';
import { alert, change, item, message, remove, sync } from './testing/messages.ts';

it('finds every LUID once, per datastore', () => {
  expect(
    luidsIn(
      message(1, [
        alert(200),
        sync([change('Add', [item('1', 'x')]), remove(['2', '3'])]),
        {
          name: 'Sequence',
          cmdId: '',
          commands: [sync([{ name: 'Sequence', cmdId: '', commands: [remove(['2', '4'])] }])],
        },
        sync([change('Replace', [item('1', 'x'), item('')])], '', 'Calendar'),
        sync([remove(['9'])], './mail', './card'),
        sync([], './notes'),
      ]),
      profile(),
    ),
  ).toEqual([
    { datastore: 'card', luids: ['1', '2', '3', '4'] },
    { datastore: 'cal', luids: ['1'] },
  ]);
});
