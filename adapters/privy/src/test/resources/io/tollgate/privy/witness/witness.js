// Asks a simulated venue with the official client, and prints what the client made of the answers as one line of JSON.
// Arguments: URL, app id, app secret, private key of the authorization key (PKCS #8, base64).
const { PrivyClient } = require('@privy-io/node');

const [url, appId, appSecret, authorizationKey] = process.argv.slice(2);
const client = new PrivyClient({ appId, appSecret, apiUrl: url, maxRetries: 0 });
const stranger = new PrivyClient({ appId, appSecret: 'privy_app_secret_wrong', apiUrl: url, maxRetries: 0 });
const authorization_context = { authorization_private_keys: [authorizationKey] };

const failure = async (call) => {
  try {
    await call();
    return { name: 'none' };
  } catch (error) {
    return { name: error.constructor.name, status: error.status, error: error.error };
  }
};
const transfer = (amount, reference_id, context) =>
  client.wallets().transfer('wallet_1', {
    source: { asset: 'usdc', chain: 'base' },
    destination: { address: '0xB00F0759DbeeF5E543Cc3E3B07A6442F5f3928a2' },
    amount,
    reference_id,
    ...context,
  });

(async () => {
  const seen = {};
  // this version of the client has the types of the accounts but no method for them: its own HTTP layer is the nearest thing
  seen.account = await client.wallets()._client.get('/v1/accounts/acct_1/balance', { query: { testnet_mode: 'false' } });
  seen.wallet = await client.wallets().balance.get('wallet_1', { asset: 'usdc', chain: 'base' });
  seen.transfer = await transfer('12.5', 'order "7" é/\\', { authorization_context });
  seen.action = await client.wallets().actions.get(seen.transfer.id, { wallet_id: 'wallet_1', include: 'steps' });
  seen.beyondFunds = await failure(() => transfer('287.500001', 'order-8', { authorization_context }));
  seen.unsigned = await failure(() => transfer('1', 'order-9', {}));
  seen.wrongSecret = await failure(() => stranger.wallets().balance.get('wallet_1', { asset: 'usdc' }));
  seen.unknownWallet = await failure(() => client.wallets().balance.get('wallet_9', { asset: 'usdc' }));
  console.log(JSON.stringify(seen));
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
