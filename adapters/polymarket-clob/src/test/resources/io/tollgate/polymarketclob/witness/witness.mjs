// The venue's official client against a venue on loopback. Arguments: host, private key, funder, signature type, token, chain.
// Prints one line of JSON for each step: {"step": name, "answer": what the client made of the venue's answer}.
import { Wallet } from "@ethersproject/wallet";
import { AssetType, ClobClient, OrderType, Side } from "@polymarket/clob-client-v2";

const [host, privateKey, funderAddress, signatureType, token, chain] = process.argv.slice(2);
const signer = new Wallet(privateKey);
const common = { host, chain: Number(chain), signer, signatureType: Number(signatureType), funderAddress };
const say = (step, answer) => console.log(JSON.stringify({ step, answer: answer ?? null }));

const stranger = new ClobClient(common);
const creds = await stranger.createOrDeriveApiKey(0);
say("credentials", creds);
say("newCredentials", await stranger.createApiKey(9));

const client = new ClobClient({ ...common, creds });
const collateral = { asset_type: AssetType.COLLATERAL };
say("before", await client.getBalanceAllowance(collateral));
say("update", await client.updateBalanceAllowance(collateral));
say("balance", await client.getBalanceAllowance(collateral));
say("token", await client.getBalanceAllowance({ asset_type: AssetType.CONDITIONAL, token_id: token }));
say("tokenless", await client.getBalanceAllowance({ asset_type: AssetType.CONDITIONAL }));

const order = (price, size, side) => client.createAndPostOrder({ tokenID: token, price, size, side }, undefined, OrderType.GTC);
const resting = await order(0.2, 5, Side.BUY);
say("resting", resting);
say("tooLarge", await order(0.5, 1000, Side.BUY));
say("tooSmall", await order(0.5, 1, Side.BUY));
// the client itself refuses a finer tick than the market's: below its own check, the venue's
const fine = await client.orderBuilder.buildOrder(
  { tokenID: token, price: 0.205, size: 5, side: Side.BUY }, { tickSize: "0.001", negRisk: await client.getNegRisk(token) }, 2);
say("offTick", await client.postOrder(fine, OrderType.GTC));
say("open", await client.getOpenOrders());
say("order", await client.getOrder(resting.orderID));
const other = await order(0.3, 6, Side.BUY);
say("cancel", await client.cancelOrder({ orderID: other.orderID }));
// deferExec: the client would wait for the chain, and nobody settles while it waits
say("market", await client.createAndPostMarketOrder(
  { tokenID: token, price: 0.4, amount: 4, side: Side.BUY }, undefined, OrderType.FOK, true));
say("trades", await client.getTrades());
say("wrong", await new ClobClient({ ...common, creds: { ...creds, secret: "AAAA" } }).getBalanceAllowance(collateral));
say("otherType", await new ClobClient({ ...common, creds, signatureType: 1 }).getBalanceAllowance(collateral));
