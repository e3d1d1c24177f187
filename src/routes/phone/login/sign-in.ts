import { office } from '../../office.svelte';
import { ownPerson } from '../own-person.svelte';

/** What a code is good for. */
export const SIGN_IN = 'phone';

/**
 * Takes the code and signs in. The number of whoever has given their real name on this device stays (manual 3.3).
 *
 * @returns the number that belongs to this device, where it is another one: then nobody is signed in
 * @throws CodeError; what storing throws
 */
export async function signIn(mobile: string, code: string): Promise<{ belongsTo: string } | undefined> {
  await (await office.codes()).check(SIGN_IN, mobile, code);
  await ownPerson.read();
  const { request } = ownPerson;
  const isKept = request !== undefined && request.review.state !== 'rejected';
  if (isKept && ownPerson.mobile !== undefined && ownPerson.mobile !== mobile) {
    return { belongsTo: ownPerson.mobile };
  }
  await office.signInPhone(mobile);
  return undefined;
}
