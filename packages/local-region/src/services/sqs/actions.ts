import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
} from "./actions/change-message-visibility.ts";
import { deleteMessage, deleteMessageBatch } from "./actions/delete-message.ts";
import { getQueueUrl, listQueues } from "./actions/find-queues.ts";
import type { SqsAction } from "./actions/input.ts";
import { purgeQueue } from "./actions/purge-queue.ts";
import { getQueueAttributes, setQueueAttributes } from "./actions/queue-attributes.ts";
import { receiveMessage } from "./actions/receive-message.ts";
import { sendMessage, sendMessageBatch } from "./actions/send-message.ts";
import { startMessageMoveTask } from "./actions/start-message-move-task.ts";

/** Queues are made and removed by the template only. */
export const actions: Readonly<Record<string, SqsAction>> = {
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListQueues: listQueues,
  PurgeQueue: purgeQueue,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  SetQueueAttributes: setQueueAttributes,
  StartMessageMoveTask: startMessageMoveTask,
};
