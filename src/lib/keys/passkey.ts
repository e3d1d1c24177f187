import { bufferSource, randomBytes } from './bytes';
import { KeyError } from './error';
import type { PasskeyAnswer, PasskeyRequest } from './vaults';

/*
 * The only file of keys that reaches into the page: WebAuthn Level 3 with its PRF extension (§10.1.4). No server
 * checks the answers: what counts is the PRF's output, which no one has without the authenticator and its owner.
 */

const TIMEOUT_MS = 120_000;

/**
 * Whether it makes sense to offer passkeys here. A security key or a phone will do as well as the device's own
 * authenticator, and may be plugged in later: what counts is the PRF, and where the browser cannot say whether it
 * passes that on (WebAuthn Level 3 §5.1.7), it shows itself when a passkey is made.
 */
export async function passkeysWork(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined' || !globalThis.isSecureContext) return false;
  try {
    const capabilities = await PublicKeyCredential.getClientCapabilities?.();
    return capabilities?.['extension:prf'] !== false;
  } catch {
    return true;
  }
}

/**
 * Makes a passkey on this device or on a security key and evaluates its PRF.
 *
 * @param o.siteName shown by the browser as the place that asks
 * @param o.userName shown by the browser as the account: the company's name
 * @throws KeyError `passkey-unsupported`, `passkey-no-prf`, `passkey-cancelled`, `passkey-exists`
 */
export async function registerPasskey(
  o: PasskeyRequest & { siteName: string; userName: string; signal?: AbortSignal },
): Promise<PasskeyAnswer> {
  const credential = await ask(() =>
    navigator.credentials.create({
      signal: o.signal,
      publicKey: {
        rp: { name: o.siteName },
        user: { id: randomBytes(16), name: o.userName, displayName: o.userName },
        challenge: randomBytes(32),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        excludeCredentials: descriptors(o.credentialIds),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        timeout: TIMEOUT_MS,
        extensions: prfExtension(o.prfSalt),
      },
    }),
  );
  const { prf } = credential.getClientExtensionResults();
  const credentialId = toBase64Url(new Uint8Array(credential.rawId));
  if (prf?.results?.first) return { credentialId, prfOutput: toBytes(prf.results.first) };
  if (!prf?.enabled) throw new KeyError('passkey-no-prf');
  // Many authenticators compute the PRF only when they sign.
  return evaluatePasskey({ prfSalt: o.prfSalt, credentialIds: [credentialId], signal: o.signal });
}

/**
 * Asks one of the vault's passkeys for its PRF output.
 *
 * @throws KeyError `passkey-unsupported`, `passkey-no-prf`, `passkey-cancelled` (also where none of them is here)
 */
export async function evaluatePasskey(o: PasskeyRequest & { signal?: AbortSignal }): Promise<PasskeyAnswer> {
  const credential = await ask(() =>
    navigator.credentials.get({
      signal: o.signal,
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: descriptors(o.credentialIds),
        userVerification: 'required',
        timeout: TIMEOUT_MS,
        extensions: prfExtension(o.prfSalt),
      },
    }),
  );
  const output = credential.getClientExtensionResults().prf?.results?.first;
  if (!output) throw new KeyError('passkey-no-prf');
  return { credentialId: toBase64Url(new Uint8Array(credential.rawId)), prfOutput: toBytes(output) };
}

async function ask(request: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (typeof PublicKeyCredential === 'undefined' || !navigator.credentials)
    throw new KeyError('passkey-unsupported');
  try {
    const credential = await request();
    if (credential instanceof PublicKeyCredential) return credential;
  } catch (cause) {
    throw new KeyError(codeOf(cause), {}, cause);
  }
  throw new KeyError('passkey-cancelled');
}

/** WebAuthn §5.1.3 and §5.1.4 name these exceptions. */
function codeOf(cause: unknown) {
  switch (cause instanceof DOMException ? cause.name : undefined) {
    case 'NotAllowedError': // declined, timed out, or no such passkey: deliberately not told apart
    case 'AbortError':
      return 'passkey-cancelled';
    case 'InvalidStateError':
      return 'passkey-exists';
    default:
      return 'passkey-unsupported';
  }
}

function prfExtension(salt: Uint8Array): AuthenticationExtensionsClientInputs {
  return { prf: { eval: { first: bufferSource(salt) } } };
}

function descriptors(credentialIds: string[]): PublicKeyCredentialDescriptor[] {
  return credentialIds.map((id) => ({ type: 'public-key', id: fromBase64Url(id) }));
}

function toBytes(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
    character.charCodeAt(0),
  );
}
