import type { Problem, Remedy } from './problem.ts';

const SITE = 'Sign in on the Betfair website and do what it asks, then try again here.';
const SUPPORT = 'Betfair does not let this account use the API. Ask its support.';
const ELSEWHERE = 'The account belongs to another Betfair site. Choose its jurisdiction in Sources.';
const REGULATOR =
  'The regulator does not allow this account here, or could not be asked. Ask Betfair support.';

type Row = readonly [remedy: Remedy, message: string];
const user = (message: string): Row => ['user', message];

/** Login codes of Betfair's "Interactive Login" and "Non-Interactive (bot) login" pages. */
const LOGIN_ERRORS: Readonly<Record<string, Row>> = {
  INVALID_USERNAME_OR_PASSWORD: user(
    'Betfair refused the user name or password. Correct them in Sources; with two-step authentication append the code to the password. Nothing is tried again by itself, so that the account is not locked.',
  ),
  ACCOUNT_ALREADY_LOCKED: user('The Betfair account is locked. Unlock it on the website.'),
  ACCOUNT_NOW_LOCKED: user('Betfair has just locked the account. Unlock it on the website.'),
  ACCOUNT_PENDING_PASSWORD_CHANGE: user(`The password has to be changed first. ${SITE}`),
  CHANGE_PASSWORD_REQUIRED: user(`The password has to be changed first. ${SITE}`),
  ACTIONS_REQUIRED: user(`Betfair asks for something before the account can be used. ${SITE}`),
  CERT_AUTH_REQUIRED: user(
    'Betfair did not accept the certificate. Upload it under My Betfair Account > Details > Security, and check that certificate and key belong together.',
  ),
  STRONG_AUTH_CODE_REQUIRED: user(
    'The account uses two-step authentication. Append the code to the password, or log in with a certificate.',
  ),
  EMAIL_LOGIN_NOT_ALLOWED: user('This account does not log in by e-mail address. Give its user name.'),
  INPUT_VALIDATION_ERROR: user(
    'Betfair could not read the user name or password. Check them in Sources; no spaces, no line breaks.',
  ),
  MULTIPLE_USERS_WITH_SAME_CREDENTIAL: user(
    'Several accounts share these credentials. Give the user name, not the address.',
  ),
  TEMPORARY_BAN_TOO_MANY_REQUESTS: [
    'blocked',
    'Betfair has blocked logins for 20 minutes because there were too many. It is tried again after that; other programs on the same account may be logging in too.',
  ],
  INTERNAL_ERROR: ['again', 'Betfair could not log in just now (internal error).'],
  FORBIDDEN: user('Betfair refused the login. Check the application key and the jurisdiction in Sources.'),
  INVALID_CONNECTIVITY_TO_REGULATOR_IT: ['again', REGULATOR],
  INVALID_CONNECTIVITY_TO_REGULATOR_DK: ['again', REGULATOR],
  NOT_AUTHORIZED_BY_REGULATOR_IT: user(REGULATOR),
  NOT_AUTHORIZED_BY_REGULATOR_DK: user(REGULATOR),
  BETTING_RESTRICTED_LOCATION: user('Betfair does not allow betting from this place.'),
  SECURITY_RESTRICTED_LOCATION: user('Betfair does not allow logins from this place.'),
  AUTHORIZED_ONLY_FOR_DOMAIN_RO: user(ELSEWHERE),
  AUTHORIZED_ONLY_FOR_DOMAIN_SE: user(ELSEWHERE),
  SPAIN_MIGRATION_REQUIRED: user(`${ELSEWHERE} ${SITE}`),
  DENMARK_MIGRATION_REQUIRED: user(`${ELSEWHERE} ${SITE}`),
  DANISH_AUTHORIZATION_REQUIRED: user(SITE),
  SPANISH_TERMS_ACCEPTANCE_REQUIRED: user(SITE),
  ITALIAN_CONTRACT_ACCEPTANCE_REQUIRED: user(SITE),
  ITALIAN_PROFILING_ACCEPTANCE_REQUIRED: user(SITE),
  SWEDEN_NATIONAL_IDENTIFIER_REQUIRED: user(SITE),
  SWEDEN_BANK_ID_VERIFICATION_REQUIRED: user(SITE),
  TELBET_TERMS_CONDITIONS_NA: user(SITE),
  PERSONAL_MESSAGE_REQUIRED: user(SITE),
  SECURITY_QUESTION_WRONG_3X: user(SITE),
  PENDING_AUTH: user(SITE),
  KYC_SUSPEND: user(`Betfair wants proof of identity. ${SITE}`),
  SELF_EXCLUDED: user('The account is self-excluded.'),
  SUSPENDED: user('The Betfair account is suspended. Ask its support.'),
  CLOSED: user('The Betfair account is closed.'),
  DUPLICATE_CARDS: user(SUPPORT),
  LIMITED_ACCESS: user(`Betfair allows this account limited access only. ${SITE}`),
  LOGIN_RESTRICTED: user(`Betfair restricts logins of this account. ${SITE}`),
  TRADING_MASTER: user(SUPPORT),
  TRADING_MASTER_SUSPENDED: user(SUPPORT),
  AGENT_CLIENT_MASTER: user(SUPPORT),
  AGENT_CLIENT_MASTER_SUSPENDED: user(SUPPORT),
};

/** A code that is in no document waits for the user: trying on could lock the account. */
export function loginProblem(code: string): Problem {
  const [remedy, message] = LOGIN_ERRORS[code] ?? user(`Betfair refused the login. ${SITE}`);
  return { code, remedy, message: `${message} (${code})` };
}
