// Sends mails by the real connector, as Logto does: with a configuration, and
// with the localised templates that Logto would look up.
import { randomUUID } from 'node:crypto';
import createConnector from '@logto/connector-aliyun-dm';

export const newAddress = () => `${randomUUID()}@example.com`;

export const send = async (config, data, getI18nEmailTemplate) => {
  const connector = await createConnector({ getConfig: async () => config, getI18nEmailTemplate });
  return connector.sendMessage(data);
};
