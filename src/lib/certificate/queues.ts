import type { AuthorId } from '../ledger';
import type { CertificateState } from './kinds/pieces';
import { crlDue } from './revocation';
import type { Enterprise, MemberRequest, Order, PersonRequest } from './state';

/** What waits for the CA operators, oldest first. Each list's length is what its badge shows. */
export interface OperatorQueues {
  persons: PersonRequest[];
  enterprises: Enterprise[];
  /** who wants to act for a company and has a letter of authority; its first member may be faster */
  members: MemberRequest[];
  /** vouchers to be examined */
  vouchers: Order[];
  /** orders that are approved and wait for their certificates */
  issues: Order[];
  /** why this operator should publish a revocation list */
  crl: ReturnType<typeof crlDue>;
}

/**
 * A CA operator's desk: what there is to do. Their own requests are for other operators.
 *
 * @param now ms since the epoch
 */
export function queuesOf(state: CertificateState, operator: AuthorId, now: number): OperatorQueues {
  const orders = [...state.orders.values()].filter(({ person }) => person !== operator);
  const inState = (name: Order['state']['name']) =>
    orders.filter((order) => order.state.name === name).sort((a, b) => sinceOf(a) - sinceOf(b));
  return {
    persons: [...state.persons.values()].filter(
      ({ review, person }) => review.state === 'pending' && person !== operator,
    ),
    enterprises: [...state.enterprises.values()].filter(
      ({ review, by }) => review.state === 'pending' && by !== operator,
    ),
    members: [...state.memberRequests.values()].filter(
      ({ review, person, authority }) =>
        review.state === 'pending' && authority !== undefined && person !== operator,
    ),
    vouchers: inState('paid'),
    issues: inState('approved'),
    crl: crlDue(state, operator, now),
  };
}

function sinceOf(order: Order): number {
  return order.history.at(-1)?.at ?? order.at;
}
