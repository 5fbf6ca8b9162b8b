/**
 * The parts of fauxqs that the region uses: its queues and their attributes, without its server (it listens on every
 * network interface) and its file (a message on its way to a dead-letter queue could be lost by a kill, and
 * ChangeMessageVisibility to 0 fails on it). The package exports only its server, hence the paths.
 */
export { SqsError } from "../../../../../node_modules/fauxqs/dist/common/errors.js";
export { md5OfMessageAttributes } from "../../../../../node_modules/fauxqs/dist/common/md5.js";
export { changeMessageVisibility } from "../../../../../node_modules/fauxqs/dist/sqs/actions/changeMessageVisibility.js";
export { changeMessageVisibilityBatch } from "../../../../../node_modules/fauxqs/dist/sqs/actions/changeMessageVisibilityBatch.js";
export { deleteMessage } from "../../../../../node_modules/fauxqs/dist/sqs/actions/deleteMessage.js";
export { deleteMessageBatch } from "../../../../../node_modules/fauxqs/dist/sqs/actions/deleteMessageBatch.js";
export { purgeQueue } from "../../../../../node_modules/fauxqs/dist/sqs/actions/purgeQueue.js";
export { type SqsQueue, SqsStore } from "../../../../../node_modules/fauxqs/dist/sqs/sqsStore.js";
export {
  ALL_ATTRIBUTE_NAMES,
  calculateMessageSize,
  DEFAULT_QUEUE_ATTRIBUTES,
  type ReceivedMessage,
  SETTABLE_ATTRIBUTES,
  type SqsMessage,
  validateQueueAttributes,
} from "../../../../../node_modules/fauxqs/dist/sqs/sqsTypes.js";
