-- Grain: formula × summed unit × month × word, as gathered.
SELECT * FROM word_change;
