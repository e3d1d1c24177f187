import { todosOf, type Todo } from '$lib/certificate';
import { office } from '../office.svelte';
import { ownRecords } from './own-records.svelte';
import { todoWords, type TodoWords } from './todo-words';

export interface OwnTodo {
  key: string;
  words: TodoWords;
  since: number | undefined;
}

/**
 * What is to be done on this phone. What was done here and is on its way is left out: doing it again would be refused.
 * To be read in `$derived`.
 */
export function ownTodos(): OwnTodo[] {
  const { state, device } = office;
  const todos: Todo[] = device ? todosOf(state, device, office.now()) : [{ kind: 'verify-person' }];
  return todos
    .filter((todo) => !isOnItsWay(todo))
    .map((todo, index) => ({
      key: `${todo.kind} ${'order' in todo ? todo.order : 'serial' in todo ? todo.serial : index}`,
      words: todoWords(todo, state),
      since: 'since' in todo ? todo.since : undefined,
    }));
}

function isOnItsWay(todo: Todo): boolean {
  const has = (kind: string, name?: string, value?: string): boolean =>
    ownRecords.underWay(kind).some(({ body }) => name === undefined || body[name] === value);
  switch (todo.kind) {
    case 'verify-person':
      return has('person.requested');
    case 'join-enterprise':
    case 'enterprise-rejected':
      return has('enterprise.requested') || has('member.requested');
    case 'review-member':
      return has('member.reviewed', 'request', todo.request);
    case 'pay':
    case 'replace-voucher':
      return has('order.paid', 'order', todo.order) || has('order.withdrawn', 'order', todo.order);
    case 'install':
      return has('certificate.installed', 'serial', todo.serial);
    case 'renew':
    case 'expired':
      return has('order.placed', 'replaces', todo.serial);
    default:
      return false;
  }
}
