import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { join } from '../../M4sh.SignalingApi/Sdk/m4sh.mjs';
import { FakePeerConnection, FakeSocket, begin, joined, other, sdpOf, settle, ticket } from './world.mjs';

let clock;
let call;
let errors;

beforeEach(() => {
  clock = begin();
  errors = [];
});
afterEach(() => call?.close());

async function start(members = {}, options = {}) {
  const joining = join({ joinResponse: ticket(), qualityInterval: 0, ...options });
  await settle();
  const socket = FakeSocket.last;
  socket.open();
  socket.tell(joined(members));
  call = await joining;
  call.addEventListener('error', event => {
    event.preventDefault();
    errors.push(event.error);
  });
  await settle();
  return socket;
}

const offer = (seq, ufrag = 'theirs') => ({ type: 'offer', sdp: sdpOf(ufrag), from_user_id: 'other', seq });
const answer = (seq, offerSeq, ufrag = 'theirs') => ({ type: 'answer', sdp: sdpOf(ufrag), offer_seq: offerSeq, from_user_id: 'other', seq });
const candidates = (seq, ...of) => ({ type: 'ice-candidate', candidates: of, from_user_id: 'other', seq });
const candidate = (text, usernameFragment) => ({ candidate: text, sdpMid: '0', sdpMLineIndex: 0, usernameFragment });

/** Both have negotiated; this side offered. */
async function connect(socket) {
  socket.ack('offer', 1);
  socket.tell(answer(2, 1));
  await settle();
  FakePeerConnection.last.become('connected');
  await settle();
}

test('Offer_NobodyThere_IsNotMade', async () => {
  const socket = await start();
  await clock.advance(60_000);
  assert.deepEqual([FakePeerConnection.all.length, socket.of('offer')], [0, []]);
});

test('Offer_PeerThere_IsMadeByTheImpoliteSideOnce', async () => {
  const socket = await start({ peers: [other] });
  assert.equal(socket.of('offer').length, 1);
  assert.deepEqual(FakePeerConnection.last.getTransceivers().map(each => each.receiver.track.kind), ['audio', 'video']);
  assert.deepEqual(FakePeerConnection.last.configuration.iceServers, [{ urls: ['stun:one.test'] }]);
});

test('Offer_PeerJoins_IsMade', async () => {
  const socket = await start();
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-1', restarted: false });
  await settle();
  assert.equal(socket.of('offer').length, 1);
});

test('Offer_PoliteSide_WaitsForTheOthers_AndStepsInAfterAWhile', async () => {
  const socket = await start({ peers: [other], polite: true });
  await clock.advance(1_900);
  assert.deepEqual(socket.of('offer'), []);
  await clock.advance(200);
  assert.equal(socket.of('offer').length, 1);
});

test('Answer_ToAnOffer_NamesItsSeq_AndNoOwnOfferFollows', async () => {
  const socket = await start({ peers: [other], polite: true });
  socket.tell(offer(1));
  await settle();
  assert.equal(socket.of('answer')[0].offer_seq, 1);
  await clock.advance(60_000);
  assert.deepEqual([socket.of('offer'), errors], [[], []]);
});

test('Answer_OfTheOther_IsTaken_AlsoBeforeTheAckOfTheOffer', async () => {
  const socket = await start({ peers: [other] });
  socket.tell(answer(2, 1));
  await settle();
  assert.equal(FakePeerConnection.last.signalingState, 'have-local-offer');
  socket.ack('offer', 1);
  await settle();
  assert.equal(FakePeerConnection.last.signalingState, 'stable');
});

test('Answer_ToAnOlderOffer_IsIgnored', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 3);
  socket.tell(answer(4, 1));
  await settle();
  assert.deepEqual([FakePeerConnection.last.signalingState, errors], ['have-local-offer', []]);
});

test('Glare_ImpoliteSide_IgnoresTheOffer_AndItsCandidates', async () => {
  const socket = await start({ peers: [other] });
  socket.tell(offer(1));
  socket.tell(candidates(2, candidate('ignored', 'theirs')));
  socket.ack('offer', 3);
  socket.tell(answer(4, 3, 'theirs2'));
  socket.tell(candidates(5, candidate('used', 'theirs2')));
  await settle();
  const connection = FakePeerConnection.last;
  assert.deepEqual([socket.of('answer'), connection.signalingState], [[], 'stable']);
  assert.deepEqual(connection.candidates.map(each => each.candidate), ['used']);
});

test('Glare_PoliteSideRefused_TakesTheOthersOffer_AndKeepsItsCandidatesToItself', async () => {
  const socket = await start({ peers: [other], polite: true });
  await clock.advance(2_000);
  const connection = FakePeerConnection.last;
  connection.gather('of the refused offer');
  connection.gather(null);
  await clock.advance(50);
  socket.refuse('offer', 'glare');
  socket.tell(offer(1));
  await settle();
  socket.ack('answer', 2);
  await clock.advance(50);
  assert.deepEqual([socket.of('answer').length, connection.signalingState, socket.of('ice-candidate'), errors], [1, 'stable', [], []]);
});

test('Glare_PoliteSideSuperseded_RollsBackAndAnswers', async () => {
  const socket = await start({ peers: [other], polite: true });
  await clock.advance(2_000);
  socket.ack('offer', 1);
  socket.tell(offer(2));
  await settle();
  assert.deepEqual([socket.of('answer')[0].offer_seq, FakePeerConnection.last.signalingState], [2, 'stable']);
  await clock.advance(60_000);
  assert.equal(socket.of('offer').length, 1);
});

test('Glare_AnswerRefused_IsNoError_AndTheNextOfferIsAnswered', async () => {
  const socket = await start({ peers: [other], polite: true });
  socket.tell(offer(1));
  await settle();
  socket.refuse('answer', 'glare');
  socket.tell(offer(2));
  await settle();
  assert.deepEqual([socket.of('answer').map(each => each.offer_seq), errors], [[1, 2], []]);
});

test('Glare_AnswerRefusedAndNoOtherOfferComes_IsFollowedByAnOffer', async () => {
  const socket = await start({ peers: [other] });
  socket.refuse('offer', 'glare');
  socket.tell(offer(1));
  await settle();
  socket.refuse('answer', 'glare');
  await clock.advance(1_900);
  assert.equal(socket.of('offer').length, 1);
  await clock.advance(200);
  assert.equal(socket.of('offer').length, 2);
});

test('Glare_OfferWithAHigherSeqThanTheOwn_Stands_AlsoOnTheImpoliteSide', async () => {
  const socket = await start({ peers: [other] });
  socket.tell(offer(2));
  await settle();
  assert.deepEqual(socket.of('answer'), []);
  socket.ack('offer', 1);
  await settle();
  assert.deepEqual([socket.of('answer')[0].offer_seq, FakePeerConnection.last.signalingState], [2, 'stable']);
});

test('Glare_RefusedAndTheOtherRollsBack_OffersAgain', async () => {
  const socket = await start({ peers: [other], polite: true });
  await clock.advance(2_000);
  socket.refuse('offer', 'glare');
  socket.tell({ type: 'rollback', from_user_id: 'other', seq: 2 });
  await settle();
  assert.equal(socket.of('offer').length, 2);
});

test('Answer_ThatTheBrowserRejects_IsAnError_AndTheOfferIsMadeAgain', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  FakePeerConnection.last.setRemoteDescription = async () => { throw new Error('No such section.'); };
  socket.tell(answer(2, 1));
  await clock.advance(14_000);
  assert.equal(errors.length, 1);
  socket.tell({ type: 'session-state', status: 'connecting' });
  await clock.advance(2_000);
  assert.equal(socket.of('offer').length, 2);
});

test('Offer_UnansweredFor15s_IsMadeAgain', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  await clock.advance(14_000);
  assert.equal(socket.of('offer').length, 1);
  socket.tell({ type: 'session-state', status: 'connecting' });
  await clock.advance(2_000);
  assert.equal(socket.of('offer').length, 2);
});

test('Offer_UnansweredWhileTheOtherIsAway_IsMadeAgainWhenItIsBack', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  socket.tell({ type: 'peer-disconnected', user_id: 'other' });
  await clock.advance(14_000);
  socket.tell({ type: 'session-state', status: 'connecting' });
  await clock.advance(14_000);
  assert.equal(socket.of('offer').length, 1);
  socket.tell({ type: 'peer-reconnected', user_id: 'other' });
  await clock.advance(8_000);
  socket.tell({ type: 'session-state', status: 'connecting' });
  assert.equal(socket.of('offer').length, 1);
  await clock.advance(8_000);
  assert.equal(socket.of('offer').length, 2);
});

test('Candidates_Gathered_GoTogether_OnceTheOfferIsTaken', async () => {
  const socket = await start({ peers: [other] });
  const connection = FakePeerConnection.last;
  connection.gather('one');
  connection.gather('');
  connection.gather('two');
  connection.gather(null);
  await clock.advance(100);
  assert.deepEqual(socket.of('ice-candidate'), []);
  socket.ack('offer', 1);
  await settle();
  assert.deepEqual(socket.of('ice-candidate').map(each => each.candidates.map(one => one?.candidate ?? null)), [['one', 'two', null]]);
});

test('Candidates_Many_GoInMessagesOfABoundedSize', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  await settle();
  for (let count = 0; count < 100; count++) {
    FakePeerConnection.last.gather(`candidate ${count}`);
  }

  await clock.advance(20);
  assert.deepEqual(socket.of('ice-candidate').map(each => each.candidates.length), [40, 40, 20]);
});

test('Candidates_BeforeTheirDescription_WaitForIt', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  socket.tell(candidates(2, candidate('early', 'theirs')));
  socket.tell(answer(3, 1));
  await settle();
  assert.deepEqual(FakePeerConnection.last.candidates.map(each => each.candidate), ['early']);
});

test('LateJoiner_OpenOffer_IsAnswered', async () => {
  const socket = await start({
    peers: [], polite: true, seq: 3,
    negotiation: { offer: { ...offer(1), type: undefined }, candidates: [candidates(2, candidate('theirs', 'theirs')), candidates(3, null)] },
  });
  assert.equal(socket.of('answer')[0].offer_seq, 1);
  assert.deepEqual(FakePeerConnection.last.candidates.map(each => each?.candidate ?? null), ['theirs', null]);
});

test('Resume_NotPossibleInTheSameEpoch_CatchesUpWithWhatIsNewAndOffersAgain', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  await settle();
  socket.end(1006);
  await clock.advance(1_000);
  const next = FakeSocket.last;
  next.open();
  const mine = { sdp: sdpOf('mine'), from_user_id: 'me', seq: 1 };
  next.tell(joined({ peers: [other], seq: 3, negotiation: { offer: mine, answer: answer(2, 1), candidates: [candidates(3, candidate('c', 'theirs'))] } }));
  await settle();
  const connection = FakePeerConnection.last;
  assert.deepEqual([FakePeerConnection.all.length, connection.remoteDescription.type, connection.candidates.length], [1, 'answer', 1]);
  assert.equal(next.of('offer').length, 1);
  next.end(1006);
  await clock.advance(2_000);
  assert.equal(FakeSocket.last.open().last_seq, 3);
});

test('Reload_OfTheOther_StartsANewConnection', async () => {
  const socket = await start({ peers: [other] });
  await connect(socket);
  const first = FakePeerConnection.last;
  const restarted = [];
  call.addEventListener('peerjoined', event => restarted.push(event.restarted));
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-2', restarted: true });
  await settle();
  assert.ok(first.isClosed);
  assert.deepEqual([FakePeerConnection.all.length, socket.of('offer').length, restarted], [2, 2, [true]]);
  socket.ack('offer', 1);
  socket.tell(answer(2, 1));
  await settle();
  assert.equal(FakePeerConnection.last.signalingState, 'stable');
});

test('Reload_OfTheOtherWhileAway_StartsANewConnection', async () => {
  const socket = await start({ peers: [other] });
  await connect(socket);
  const restarted = [];
  call.addEventListener('peerjoined', event => restarted.push(event.restarted));
  socket.end(1006);
  await clock.advance(1_000);
  FakeSocket.last.open();
  FakeSocket.last.tell(joined({ epoch: 'epoch-2', peers: [other] }));
  await settle();
  assert.deepEqual([FakePeerConnection.all.length, FakeSocket.last.of('offer').length, restarted], [2, 1, [true]]);
});

test('Ice_Failed_IsRestarted_ByTheImpoliteSideFirst', async () => {
  const socket = await start({ peers: [other] });
  await connect(socket);
  const before = FakePeerConnection.last.ufrag;
  FakePeerConnection.last.become('failed');
  await settle();
  assert.equal(socket.of('offer').length, 2);
  assert.notEqual(FakePeerConnection.last.ufrag, before);
});

test('Ice_FailedOnThePoliteSide_IsRestartedUnlessTheOtherDoes', async () => {
  const socket = await start({ peers: [other], polite: true });
  socket.tell(offer(1));
  await settle();
  FakePeerConnection.last.become('failed');
  await clock.advance(1_900);
  assert.deepEqual(socket.of('offer'), []);
  await clock.advance(200);
  assert.equal(socket.of('offer').length, 1);
});

test('IceTimeout_Relay_IsWhatTheConnectionUsesFromThereOn', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  socket.tell(answer(2, 1));
  await settle();
  socket.tell({ type: 'ice-timeout', restart_ice: true, ice_transport_policy: 'all' });
  await settle();
  assert.equal(FakePeerConnection.last.configuration.iceTransportPolicy, undefined);
  socket.ack('offer', 3);
  socket.tell(answer(4, 3));
  await settle();
  socket.tell({ type: 'ice-timeout', restart_ice: true, ice_transport_policy: 'relay' });
  await settle();
  assert.equal(FakePeerConnection.last.configuration.iceTransportPolicy, 'relay');
  assert.equal(socket.of('offer').length, 3);
});

test('IceTimeout_WithoutAnAnswer_OffersAgain', async () => {
  const socket = await start({ peers: [other] });
  socket.tell({ type: 'ice-timeout', restart_ice: true, ice_transport_policy: 'all' });
  await settle();
  assert.equal(socket.of('offer').length, 2);
});

test('IceServers_Fresh_AreSet_AlsoForTheNextConnection', async () => {
  const socket = await start({ peers: [other] });
  socket.tell({ type: 'ice-servers', ice_servers: [{ urls: ['turn:new.test'] }] });
  assert.deepEqual(FakePeerConnection.last.configuration.iceServers, [{ urls: ['turn:new.test'] }]);
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-2', restarted: true });
  assert.deepEqual(FakePeerConnection.last.configuration.iceServers, [{ urls: ['turn:new.test'] }]);
});

test('PeerLeft_WithAnOpenOffer_WithdrawsIt_AndTheNextPeerGetsAFreshConnection', async () => {
  const socket = await start({ peers: [other] });
  socket.ack('offer', 1);
  const left = [];
  call.addEventListener('peerleft', event => left.push([event.userId, event.reason]));
  socket.tell({ type: 'peer-left', user_id: 'other', reason: 'bye' });
  assert.deepEqual([socket.of('rollback').length, left, call.peer, call.connection], [1, [['other', 'bye']], null, null]);
  socket.tell({ type: 'peer-joined', user_id: 'other', epoch: 'epoch-1', restarted: false });
  await settle();
  assert.deepEqual([FakePeerConnection.all.length, socket.of('offer').length], [2, 2]);
});
